"""The names of the affiliate's side can be had from its own package, too."""

import subprocess
import sys

from firstpromoter_async import v2
from firstpromoter_async.v2 import affiliate


def test_both_packages_have_the_same_names() -> None:
    from firstpromoter_async.v2.affiliate import AffiliateApi, AffiliateReferralFilters, CurrentPromoter

    assert (AffiliateReferralFilters, CurrentPromoter) == (v2.AffiliateReferralFilters, v2.CurrentPromoter)
    assert AffiliateApi is affiliate.AffiliateApi
    assert {"AffiliateApi", "AffiliateReferralFilters"} <= set(dir(affiliate))


def test_touching_a_noun_loads_that_noun() -> None:
    program = (
        "import sys; from firstpromoter_async.v2 import V2Api; V2Api(object()).affiliate.campaigns; "
        "print(sorted(m.rpartition('.')[2] for m in sys.modules if '.v2.affiliate.' in m))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['campaigns']"
