"""How many case files a second the rules judge on one core, beside the floor: decoding the same file and nothing else.

python bench/eligibility.py [CASES]        (default 5000; the worked examples over and over)
"""

import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from zhicheng.exchange.eligibility_lines import check_lines

EXAMPLES = Path(__file__).parents[1] / "tests" / "cases" / "eligibility.jsonl"
TARGET = 1500


def cases(number: int) -> list[bytes]:
    """Bare case files, one a line."""
    wrapped = EXAMPLES.read_text(encoding="utf-8").splitlines()
    bare = [json.dumps(json.loads(line)["case"], ensure_ascii=False).encode() for line in wrapped]
    return [bare[each % len(bare)] for each in range(number)]


def rate(work: Iterable[object], number: int) -> float:
    """Items a second."""
    begun = time.perf_counter()
    for _ in work:
        pass
    return number / (time.perf_counter() - begun)


def main() -> None:
    """Print floor and rate."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    lines = cases(number)
    decoder = msgspec.json.Decoder()
    floor = max(rate((decoder.decode(line) for line in lines), number) for _ in range(3))
    whole = max(rate(check_lines(lines, "2025"), number) for _ in range(3))
    print(f"floor   {floor:10,.0f} case files a second (msgspec decode only)")
    print(
        f"verdict {whole:10,.0f} case files a second ({floor / whole:.1f} times the floor; target {TARGET:,})"
    )
    assert whole >= TARGET, "slower than promised"


if __name__ == "__main__":
    main()
