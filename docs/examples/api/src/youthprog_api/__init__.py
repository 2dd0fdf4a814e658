"""A youth programme as a service: `desk` does the work, `contract` describes it, `litestar` and `fastapi` serve it."""
