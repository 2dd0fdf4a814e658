"""What importing costs: `import youthprog` and `from youthprog import Programme` against `import attrs`; and what
the library's hook adds to `import hypothesis`.

Each import runs in a fresh process, in turn, so that a busy machine slows all alike; the medians are compared.
Bytecode is cached for all of them, as it is once a package is installed.
"""

import os
import statistics
import subprocess
import sys
import tempfile

STATEMENTS = ("import attrs", "import youthprog", "from youthprog import Programme", "from youthprog import exchange")
BOUNDS = {"import youthprog": 2.0, "from youthprog import Programme": 4.0}
ROUNDS = 41


def cost(statement: str, cache: str, **settings: str) -> float:
    code = f"import time; start = time.process_time(); {statement}; print(time.process_time() - start)"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPYCACHEPREFIX": cache, **settings}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return float(done.stdout)


def main() -> None:
    costs: dict[str, list[float]] = {statement: [] for statement in STATEMENTS}
    hooked: list[float] = []
    plain: list[float] = []
    with tempfile.TemporaryDirectory() as cache:
        for statement in STATEMENTS:
            cost(statement, cache)
        for _ in range(ROUNDS):
            for statement, seen in costs.items():
                seen.append(cost(statement, cache))
            hooked.append(cost("import hypothesis", cache))
            plain.append(cost("import hypothesis", cache, HYPOTHESIS_NO_PLUGINS="1"))
    floor = statistics.median(costs["import attrs"])
    for statement, seen in costs.items():
        ratio = statistics.median(seen) / floor
        bound = f"  (at most {BOUNDS[statement]:g})" if statement in BOUNDS else ""
        print(f"{statement:36} {statistics.median(seen) * 1000:7.1f} ms  {ratio:5.2f} x import attrs{bound}")
    ratio = statistics.median(hooked) / statistics.median(plain)
    took = statistics.median(hooked) * 1000
    print(f"{'import hypothesis, with our hook':36} {took:7.1f} ms  {ratio:5.2f} x without plugins")


if __name__ == "__main__":
    main()
