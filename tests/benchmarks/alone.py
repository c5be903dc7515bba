"""Run one command and write down what it used: `python alone.py REPORT COMMAND ...`; its status becomes ours.

REPORT becomes one JSON object: `cpu_seconds`, user and system, and `peak_bytes` of memory, as Linux counts them.
A process of its own that imports little, since a new process is charged with the memory of the one that started it.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path


def main(report: str, *command: str) -> int:
    """Run the command on our own input and output."""
    status = subprocess.run(command, check=False).returncode
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {"cpu_seconds": used.ru_utime + used.ru_stime, "peak_bytes": 1024 * used.ru_maxrss}
    Path(report).write_text(json.dumps(figures), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
