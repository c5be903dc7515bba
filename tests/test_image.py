"""What can be checked of the image where no container engine is at hand."""

import re
from pathlib import Path

TOP = Path(__file__).parents[1]
DOCKERFILE = (TOP / "Dockerfile").read_text(encoding="utf-8")


def test_everything_that_is_copied_exists_and_is_let_through() -> None:
    """The ignore file names what goes in; a file that is copied but ignored would break the build."""
    allowed = {line[1:] for line in (TOP / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]
    }
    assert copied
    assert copied <= allowed
    assert all((TOP / name).exists() for name in copied)


def test_the_program_runs_as_a_plain_user_from_locked_requirements() -> None:
    """No root at run time, no requirement without a hash."""
    last_stage = DOCKERFILE[DOCKERFILE.rindex("FROM ") :]
    assert re.search(r"^USER (?!root)\w+$", last_stage, re.MULTILINE)
    assert "--require-hashes -r /src/requirements.lock" in DOCKERFILE
    assert "pip" not in last_stage, "nothing is installed in the image that runs"


def test_what_is_written_goes_to_the_volume() -> None:
    """The root file system may be read-only."""
    assert "VOLUME /data" in DOCKERFILE
    assert "DAYBRIEF_DATABASE=sqlite:////data/daybrief.db" in DOCKERFILE
