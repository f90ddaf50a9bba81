"""Every figure of the course looks as it did when someone last looked at it.

A figure that was changed on purpose needs a new picture in tests/baseline; look at it, then commit:

    python -m pytest tests/test_baseline_pictures.py --mpl-generate-path=tests/baseline
"""

import drawn_with
import pytest
from course_pictures import course_pictures


@pytest.mark.skipif(not drawn_with.THE_LOCK, reason="another matplotlib than the lock's")
@pytest.mark.mpl_image_compare(
    baseline_dir="baseline", style="default", savefig_kwargs={"dpi": 70}, tolerance=1
)
@pytest.mark.parametrize("draw", course_pictures())
def test_a_picture_is_as_it_was(draw):
    return draw()
