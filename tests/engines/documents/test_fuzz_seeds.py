"""What the fuzzer begins with is read in every format: a seed that is refused at once leads nowhere."""

import pytest

from bench.fuzz_reading import WRAPPERS, chosen, once
from bench.fuzz_seeds import parts


@pytest.mark.parametrize("place", range(len(WRAPPERS)))
def test_every_seed_of_the_fuzzer_is_read(place: int) -> None:
    name, _, sample, made = WRAPPERS[place]
    real = list(map(made, parts(name.split(".")[1], count=2))) if made is not None else []
    assert len(real) > 1 or made is None
    assert {once(place, part, 30.0) for part in (sample, *real)} == {"read"}


def test_the_fuzzer_keeps_to_the_formats_it_is_told() -> None:
    assert {WRAPPERS[place][0] for place in chosen(["pdf"])} == {"j.pdf", "k.pdf", "l.pdf"}
    assert len(chosen([])) == len(WRAPPERS)
