"""A child process that says that it is ready, and does not end when its input does."""

import os
import signal

if __name__ == "__main__":
    os.write(1, bytes(4))
    while True:
        signal.pause()
