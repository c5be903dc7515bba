"""The child process that reads what strangers wrote, within limits (`python -m briefings.feeds.child_process`).

It sends an empty frame when it is ready and answers jobs on standard input until that closes. A job may use five
seconds of processor time, or the kernel ends the process, and 256 MiB of memory above what the process had when it was
ready, or the job fails and the process ends. Either way the parent starts another one.
"""

import gc
import resource
import signal
import sys
from pathlib import Path

from briefings.child import frame, read_frame
from briefings.feeds.fulltext import extract
from briefings.feeds.pagetext import decoded
from briefings.feeds.parse import parse
from briefings.feeds.readings import ParseFailed
from briefings.feeds.wire import Job, Overrun, Result, pack_result, unpack_job

CPU_SECONDS = 5
MEMORY = 256 * 1024 * 1024
LARGE = 1024 * 1024
OUT_OF_MEMORY = "It needs more than 256 MiB of memory to read."


def main() -> None:
    """Serve jobs until the parent closes the pipe."""
    # What asks the parent to end often asks its whole group; the parent decides when this process ends.
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, signal.SIG_IGN)
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    # Whatever a library prints must not be taken for an answer.
    sys.stdout = sys.stderr
    _warm_up()
    _limit_memory()
    answers.write(frame(b""))
    answers.flush()
    while (head := read_frame(jobs)) is not None:
        body = read_frame(jobs)
        if body is None:
            return
        result = _within_limits(unpack_job(head, body))
        answers.write(pack_result(result))
        answers.flush()
        if isinstance(result, Overrun):
            return
        if len(body) > LARGE:
            # The parsers' objects hold one another: what this document took would be missing for the next one.
            del result
            gc.collect()


def _within_limits(job: Job) -> Result:
    _limit_cpu()
    try:
        return _do(job)
    except MemoryError:
        return Overrun(OUT_OF_MEMORY)
    except Exception as error:  # noqa: BLE001 (the libraries below raise what they like on hostile input)
        return _failed(job, f"It could not be read ({type(error).__name__}).")


def _do(job: Job) -> Result:
    if job.kind == "parse":
        return parse(job.body, job.content_type, newest=job.newest, url=job.url, now=job.now)
    return extract(decoded(job.body, job.content_type), job.url, now=job.now)


def _failed(job: Job, reason: str) -> Result:
    return ParseFailed(reason) if job.kind == "parse" else None


def _warm_up() -> None:
    # What the libraries load on first use belongs to the baseline, not to the first job.
    parse(b"<rss><channel><item><title>a</title></item></channel></rss>", None)
    extract("<html><body><p>" + "Words of no meaning. " * 50 + "</p></body></html>", None)


def _limit_cpu() -> None:
    # Not RLIMIT_CPU: that counts ticks from the start of the process, which run ahead of the time that it is said to
    # have used (measured: by a fifth on a busy machine). After some hundred jobs a harmless one broke the limit.
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)


def _limit_memory() -> None:
    sizes = Path("/proc/self/statm")
    if sizes.exists():
        baseline = int(sizes.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (baseline + MEMORY, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
