"""Settings from the environment: read as documented, refused with a line that says what to do."""

import pytest
from pydantic import ValidationError

from schemas import ErrorCode
from service.errors import ConfigurationError
from service.settings import Settings, load_settings, variables


def test_every_variable_reaches_its_setting() -> None:
    """Sections are joined by two underscores; values are parsed to their types."""
    settings = load_settings(
        {
            "DATELINE_KAFKA__BOOTSTRAP_SERVERS": "one:9092,two:9092",
            "DATELINE_WORKERS__COUNT": "3",
            "DATELINE_TOPICS__CREATE": "true",
            "DATELINE_PIPELINE__CLEAN__MAX_DEPTH": "70",
            "DATELINE_DRAIN_TIMEOUT_S": "2.5",
            "HOME": "/nowhere",
        }
    )
    assert ("one:9092,two:9092", 3, True, 70, 2.5) == (
        settings.kafka.bootstrap_servers,
        settings.workers.count,
        settings.topics.create,
        settings.pipeline.clean.max_depth,
        settings.drain_timeout_s,
    )


def test_without_variables_the_defaults_hold() -> None:
    """An empty environment is a valid configuration."""
    assert Settings() == load_settings({})


def test_dropped_codes_are_a_list_with_commas() -> None:
    """A set of codes is written as people write lists."""
    settings = load_settings({"DATELINE_PIPELINE__DROP": "no_article, null_value"})
    assert {ErrorCode.NO_ARTICLE, ErrorCode.NULL_VALUE} == settings.pipeline.drop


def test_overrides_win_over_the_environment() -> None:
    """What the command line says holds, and leaves the rest of its section alone."""
    settings = load_settings({"DATELINE_HTTP__PORT": "80", "DATELINE_HTTP__HOST": "::1"}, http={"port": 0})
    assert (0, "::1") == (settings.http.port, settings.http.host)


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "DATELINE_KAFKA_BOOTSTRAP_SERVERS",
            "x",
            "DATELINE_KAFKA_BOOTSTRAP_SERVERS: no such setting; did you mean DATELINE_KAFKA__BOOTSTRAP",
        ),
        ("DATELINE_HTTP_PORT", "1", "DATELINE_HTTP_PORT: no such setting; did you mean DATELINE_HTTP__PORT?"),
        ("DATELINE_QWXZ", "1", "DATELINE_QWXZ: no such setting"),
        ("DATELINE_HTTP__PORT", "70000", "DATELINE_HTTP__PORT: input should be less than or equal to 65535"),
        ("DATELINE_WORKERS__COUNT", "many", "DATELINE_WORKERS__COUNT: input should be a valid integer"),
        ("DATELINE_LOG__LEVEL", "loud", "DATELINE_LOG__LEVEL: input should be 'debug', 'info'"),
    ],
)
def test_a_wrong_variable_is_refused_by_name(name: str, value: str, line: str) -> None:
    """The line names the variable, and says what it should be."""
    with pytest.raises(ConfigurationError) as refused:
        load_settings({name: value})
    assert line == str(refused.value)[: len(line)]


def test_every_fault_has_a_line_of_its_own() -> None:
    """Two wrong values are told at once."""
    with pytest.raises(ConfigurationError) as refused:
        load_settings({"DATELINE_HTTP__PORT": "x", "DATELINE_WORKERS__COUNT": "-1"})
    assert {"DATELINE_HTTP__PORT", "DATELINE_WORKERS__COUNT"} == {
        line.split(":")[0] for line in str(refused.value).splitlines()
    }


def test_what_kubernetes_sets_for_a_service_is_no_fault() -> None:
    """A Service named ``dateline`` puts variables with our prefix into every pod."""
    links = {
        "DATELINE_PORT": "tcp://10.0.0.1:9464",
        "DATELINE_SERVICE_HOST": "10.0.0.1",
        "DATELINE_SERVICE_PORT_METRICS": "9464",
        "DATELINE_PORT_9464_TCP_ADDR": "10.0.0.1",
    }
    assert Settings() == load_settings(links)


def test_settings_cannot_be_changed() -> None:
    """What was read at the start holds to the end."""
    with pytest.raises(ValidationError, match="frozen"):
        Settings().drain_timeout_s = 1.0  # type: ignore[misc] # read-only, that is the point


def test_every_setting_is_explained() -> None:
    """Each variable has a sentence for the documentation, and the names are unique."""
    listed = dict(variables())
    assert len(listed) == len(list(variables()))
    assert [] == [name for name, field in listed.items() if not field.description]
    assert {"DATELINE_PIPELINE__ADMIT__MAX_VALUE_BYTES", "DATELINE_DRAIN_TIMEOUT_S"} <= listed.keys()
