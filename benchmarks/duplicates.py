"""How many people entered twice are found, how many proposals are right, and how long it takes.

    python benchmarks/duplicates.py [PEOPLE] [SEED]

The people are made up: names of two roots each, drawn with a seed, either evenly or as unevenly as names are (the k-th
name as often as 1/k). One in ten is entered a second time in one of six ways, in one of five romanisations; three in
ten of those with the year of birth only. Needs the extra `duplicates`.
"""

import random
import re
import sys
import time
from collections.abc import Mapping, Sequence

from youthprog import Member, PartialDate, PersonName
from youthprog.duplicates import possible_duplicates

ROOTS = re.findall(
    r"\w+",
    "алтан ариун баяр бат билэг болд ган гэрэл даваа даш дорж дулам дэлгэр жаргал заяа зул мэнд мөнх наран ням од "
    "отгон очир пүрэв сайхан солонго сүрэн сүх төлөг тэмүүлэн туяа уянга хуяг хүслэн цэнд цэцэг чимэг энх эрдэнэ өлзий",
)
MNS = dict(
    re.findall(
        r"(\w)(\w*)",
        "аa бb вv гg дd еye ёyo жj зz иi йi кk лl мm нn оo өö пp рr сs тt уu үü фf хkh цts "
        "чch шsh щsh ъ ыy ь эe юyu яya",
    )
)
ROMANISATIONS: Sequence[Mapping[str, str]] = (
    MNS,
    MNS | {"з": "dz", "й": "y", "х": "h"},
    MNS | {"ө": "u", "ү": "u"},
    MNS | {"ж": "zh", "е": "e", "ё": "e"},
    MNS | {"ө": "o", "ү": "u", "х": "h"},
)
WAYS = ("script", "genitive", "order", "initial", "slip", "given name only")


def genitive(name: str) -> str:
    stem = name[:-1] if name[-1] in "аэоө" else name
    return stem + ("ийн" if set(name) & set("эөүи") else "ын")


def slip(name: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(name) - 1)
    changed = (
        name[at + 1] + name[at] + name[at + 2 :],
        name[at + 1 :],
        draw.choice("abeghiklmnorstu") + name[at + 1 :],
    )
    return name[:at] + draw.choice(changed)


def again(given: str, patronymic: str, way: str, draw: random.Random) -> PersonName:
    """Write somebody's name in another way."""
    letters = draw.choice(ROMANISATIONS)

    def latin(word: str) -> str:
        return "".join(letters.get(letter, letter) for letter in word).capitalize()

    name, of = latin(given), latin(genitive(patronymic))
    if way == "order":
        return PersonName(given_name=of, patronymic=name)
    other = {"genitive": latin(patronymic), "initial": f"{of[0]}.", "given name only": ""}.get(way, of)
    return PersonName(given_name=slip(name, draw) if way == "slip" else name, patronymic=other)


def people(many: int, seed: int, *, even: bool, births: bool) -> tuple[list[Member], dict[tuple[str, str], str]]:
    """Make up people, and say who of them is there twice, and how."""
    draw = random.Random(seed)
    names = [a + b for a in ROOTS for b in ROOTS if a != b]
    draw.shuffle(names)
    weights = [1.0 if even else 1 / rank for rank in range(1, len(names) + 1)]
    members, twice = [], {}
    for number in range(many * 10 // 11):
        given, patronymic = draw.choices(names, weights, k=2)
        born = PartialDate(draw.randint(1990, 2008), draw.randint(1, 12), draw.randint(1, 28)) if births else None
        name = PersonName(given_name=given.capitalize(), patronymic=genitive(patronymic).capitalize())
        members.append(Member(id=f"a{number:07}", names=(name,), birth=born))
        if number % 10 == 0:
            way = draw.choice(WAYS)
            birth = PartialDate(born.year) if born is not None and draw.random() < 0.3 else born
            members.append(Member(id=f"b{number:07}", names=(again(given, patronymic, way, draw),), birth=birth))
            twice[f"a{number:07}", f"b{number:07}"] = way
    return members, twice


def main() -> None:
    many, seed = (int(word) for word in (*sys.argv[1:3], *("10000", "1")[len(sys.argv) - 1 :]))
    for even, births in ((True, True), (True, False), (False, True), (False, False)):
        members, twice = people(many, seed, even=even, births=births)
        start = time.perf_counter()
        pairs = {(pair.first, pair.second) for pair in possible_duplicates(members)}
        took = time.perf_counter() - start
        right = len(pairs & twice.keys())
        print(
            f"{len(members)} people, names drawn {'evenly' if even else 'unevenly'}, "
            f"{'with' if births else 'without'} births: {right / len(twice):.1%} found, "
            f"{right / len(pairs):.1%} of {len(pairs)} proposals right, {took:.1f} s"
        )
        for way in WAYS:
            some = [pair for pair, how in twice.items() if how == way]
            print(f"    {way}: {sum(pair in pairs for pair in some) / len(some):.1%} of {len(some)}")


if __name__ == "__main__":
    main()
