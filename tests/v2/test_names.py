"""All that v2's calls take and give can be had from `firstpromoter_async.v2`."""

import subprocess
import sys
from collections import Counter

from firstpromoter_async import v2
from firstpromoter_async.v2.company.promoters import PromoterFilters
from tests.v2.names import FILE, names, written


def test_a_call_is_written_with_one_import() -> None:
    from firstpromoter_async.v2 import Batch, Direction, ListPromoters, Promoter, Range, V2Api  # noqa: F401
    from firstpromoter_async.v2 import PromoterFilters as Imported

    assert Imported is PromoterFilters


def test_every_class_in_what_a_call_takes_and_gives_can_be_imported_from_here() -> None:
    assert [one for one in names() if getattr(v2, one.name, None) is not one.value] == []


def test_no_two_things_have_one_name() -> None:
    assert [name for name, times in Counter(one.name for one in names()).items() if times > 1] == []


def test_both_lists_are_up_to_date() -> None:
    ours, needed = FILE.read_text("utf-8").splitlines(), written().splitlines()
    assert [line for line in needed if line not in ours] == [], "write them anew: python -m tests.v2.names"
    unneeded = "no call takes or gives it; is a line in a noun missing? If not: python -m tests.v2.names"
    assert [line for line in ours if line not in needed] == [], unneeded
    assert ours == needed, "write them anew: python -m tests.v2.names"


def test_the_package_says_what_it_has() -> None:
    assert {"V2Api", "Promoter", "PromoterFilters", "Range"} <= set(dir(v2))


def test_importing_a_name_loads_its_noun_and_no_other() -> None:
    program = (
        "import sys; from firstpromoter_async.v2 import ReferralFilters; "
        "print(sorted(m.rpartition('.')[2] for m in sys.modules if '.v2.company.' in m))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['referrals']"
