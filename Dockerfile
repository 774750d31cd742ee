# Dateline's image: a virtual environment from pinned, hashed wheels on a slim Python.
#
#   docker build -t dateline .
#
# Behind a company's package index or certificate authority, hand them in as build secrets; neither is
# needed, and neither stays in a layer:
#
#   docker build --secret id=pip_conf,src=pip.conf --secret id=ca,src=ca.crt -t dateline .

FROM python:3.11-slim AS build
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
        --require-hashes -r requirements.txt
COPY pyproject.toml README.md ./
COPY schemas schemas
COPY service service
RUN /opt/build/bin/python -m hatchling build -t wheel \
    && python3 -m pip --python /opt/dateline/bin/python install --no-cache-dir --no-index --no-deps dist/*.whl

FROM python:3.11-slim
LABEL org.opencontainers.image.title="Dateline" \
      org.opencontainers.image.description="News ingestion: raw articles in from Kafka, news events out"
# pip and its kin are for building; without them the image holds nothing that installs software into Python.
RUN rm -rf /usr/local/lib/python3.11/site-packages/* /usr/local/bin/pip* /usr/local/bin/wheel \
    && groupadd --gid 10001 dateline \
    && useradd --uid 10001 --gid 10001 --no-log-init --no-create-home --home-dir /nonexistent \
        --shell /usr/sbin/nologin dateline
COPY --from=build /opt/dateline /opt/dateline
# Nothing is written outside /tmp: the root file system may be read-only.
ENV PATH=/opt/dateline/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 9464
STOPSIGNAL SIGTERM
# No curl in the image: the standard library asks, without loading the service.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python3", "-I", "-S", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('DATELINE_HTTP__PORT', '9464')), timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
# The exec form makes the service process 1: it gets SIGTERM itself and reaps the workers it starts.
ENTRYPOINT ["dateline"]
CMD ["run"]
