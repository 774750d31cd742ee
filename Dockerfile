# Dateline's image: a virtual environment from pinned, hashed wheels on a slim Python.
#
#   docker build -t dateline .
#
# The labels say what it was made from, if told:
#
#   docker build --build-arg VERSION=0.1.0 --build-arg REVISION="$(git rev-parse HEAD)" \
#     --build-arg SOURCE=https://git.example/dateline --build-arg LICENSES=NOASSERTION -t dateline .
#
# Two builds give the same layers where the builder fixes the times of files and the base is named by its digest:
#
#   export SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"
#   docker buildx build --build-arg PYTHON=python:3.11-slim@sha256:… --output type=image,name=dateline,rewrite-timestamp=true .
#   buildah bud --timestamp "$SOURCE_DATE_EPOCH" --build-arg PYTHON=python:3.11-slim@sha256:… -t dateline .
#
# Behind a company's package index or certificate authority, hand them in as build secrets; neither is
# needed, and neither stays in a layer:
#
#   docker build --secret id=pip_conf,src=pip.conf --secret id=ca,src=ca.crt -t dateline .

ARG PYTHON=python:3.11-slim

FROM ${PYTHON} AS build
WORKDIR /build
COPY requirements.txt requirements-build.txt ./
RUN --mount=type=secret,id=pip_conf,target=/etc/pip.conf \
    --mount=type=secret,id=ca,target=/run/secrets/ca \
    if [ -s /run/secrets/ca ]; then export PIP_CERT=/run/secrets/ca; fi \
    && python3 -m venv --without-pip /opt/build \
    && python3 -m venv --without-pip /opt/dateline \
    && python3 -m pip --python /opt/build/bin/python install --no-cache-dir --only-binary=:all: \
        --require-hashes -r requirements-build.txt \
    && python3 -m pip --python /opt/dateline/bin/python install --no-cache-dir --only-binary=:all: \
        --require-hashes --no-compile -r requirements.txt
COPY pyproject.toml README.md ./
COPY schemas schemas
COPY service service
# What only those need who test, type-check or compile against the libraries is left out, and what a second
# interface to zstd needs. Bytecode is made in one order and names no time, so that two builds agree; it is
# there because the root file system is read-only, and starting without it takes twice as long.
RUN /opt/build/bin/python -m hatchling build -t wheel \
    && python3 -m pip --python /opt/dateline/bin/python install --no-cache-dir --no-index --no-deps \
        --no-compile dist/*.whl \
    && find /opt/dateline -type d -name tests -prune -exec rm -rf {} + \
    && find /opt/dateline -type f \( -name "*.pyi" -o -name "*.py[xd]" -o -name "*.pxd" -o -name "*.[ach]" \
        -o -name "*cffi*" -path "*/zstandard/*" \) -delete \
    && PYTHONHASHSEED=0 /opt/dateline/bin/python -m compileall -q -j 1 --invalidation-mode unchecked-hash \
        /opt/dateline/lib

FROM ${PYTHON}
# pip and its kin are for building; without them the image holds nothing that installs software into Python.
# The user is written, not made: useradd would note the day.
RUN rm -rf /usr/local/lib/python3.11/site-packages/* /usr/local/bin/pip* /usr/local/bin/wheel \
        /usr/lib/python3/dist-packages/* /usr/share/python-wheels \
    && echo "dateline:x:10001:" >> /etc/group \
    && echo "dateline:x:10001:10001::/nonexistent:/usr/sbin/nologin" >> /etc/passwd
COPY --from=build /opt/dateline /opt/dateline
ARG VERSION=""
ARG REVISION=""
ARG SOURCE=""
ARG LICENSES=NOASSERTION
LABEL org.opencontainers.image.title="Dateline" \
      org.opencontainers.image.description="News ingestion: raw articles in from Kafka, news events out" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.licenses="${LICENSES}"
# Nothing is written outside /tmp: the root file system may be read-only.
ENV PATH=/opt/dateline/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 9464
STOPSIGNAL SIGTERM
# No shell, no curl: the standard library asks, without loading the service.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python3", "-I", "-S", "-c", "import http.client, os; c = http.client.HTTPConnection(os.environ.get('DATELINE_HTTP__HOST', '0.0.0.0'), int(os.environ.get('DATELINE_HTTP__PORT', '9464')), timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
# The exec form makes the service process 1: it gets SIGTERM itself and reaps the workers it starts.
ENTRYPOINT ["dateline"]
CMD ["run"]
