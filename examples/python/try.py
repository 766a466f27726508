"""Tries the wheel where it is installed: `python examples/python/try.py`."""

import planfit

answer = planfit.match({"name": "Cells", "products": ["power battery packs"]}, top=1)
assert answer["fits"][0]["subdivision"] == "new-energy-icv/power-batteries", answer
assert planfit.match("Noodle restaurants.")["verdict"] == "out of scope"
try:
    planfit.match({"keywords": 3.5})
except planfit.Error as error:
    assert "keywords" in str(error), error
else:
    raise AssertionError("a number is no keyword")

try:
    import pandas
except ImportError:
    print("planfit.match answers; planfit.batch was not tried: pandas is not installed")
else:
    leads = pandas.DataFrame({"id": ["007", "008"], "products": ["aerogel blankets", "LFP cells"]})
    screened = planfit.batch(leads, top=1)
    assert list(screened["id"]) == ["007", "008"], screened
    assert "new-materials/aerogel" in screened.iloc[0].to_list(), screened
    print("planfit.match and planfit.batch answer")
