"""A child process whose jobs do what their body says, under the real limits and a second of processor time."""

import os
import signal

from briefings.feeds import child_process
from briefings.feeds.wire import Job, Result
from briefings.model import Feed


def _obey(job: Job) -> Result:
    if job.body == b"burn":
        while True:
            pass
    if job.body == b"hog":
        bytearray(400 * 2**20)
    if job.body == b"die":
        os._exit(3)
    if job.body == b"hang":
        signal.pause()
    if job.body == b"break":
        raise ValueError("odd")
    title = ",".join(sorted(name for name in os.environ if name.startswith("DAYBRIEF_")))
    return Feed("rss", f"{os.getpid()} {title}", ())


if __name__ == "__main__":
    child_process.CPU_SECONDS = 1
    child_process._do = _obey
    child_process.main()
