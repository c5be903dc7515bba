# Two stages: the first installs what is locked, the second runs it as a plain user with nothing to write but /data.
FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/daybrief
ENV PATH=/opt/daybrief/bin:$PATH
COPY requirements.lock /src/
RUN pip install --no-deps --require-hashes -r /src/requirements.lock
COPY pyproject.toml README.md LICENSE /src/
COPY briefings /src/briefings
COPY bot /src/bot
RUN pip install --no-deps --no-build-isolation /src && python -m compileall -q /opt/daybrief

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home daybrief
COPY --from=build /opt/daybrief /opt/daybrief
ENV PATH=/opt/daybrief/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DAYBRIEF_DATABASE=sqlite:////data/daybrief.db
USER daybrief
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["daybrief"]
CMD ["run"]
