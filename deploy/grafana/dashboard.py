"""The dashboard: one screen that says whether Dateline is healthy, keeps up, and what it drops and why."""

# ruff: noqa: INP001 - run from a checkout, installed nowhere

from itertools import count

from grafana_foundation_sdk.builders import common, dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.models import common as kinds
from grafana_foundation_sdk.models.dashboard import (
    Dashboard,
    DashboardCursorSync,
    DataSourceRef,
    Threshold,
    ThresholdsMode,
    VariableRefresh,
)

SOURCE = DataSourceRef("prometheus", "$datasource")
OURS = 'job=~"$job"'
GREEN, AMBER, RED = "green", "orange", "red"
FULL_WIDTH = 24
Query = tuple[str, str]
"""An expression, and what its lines are called."""


def build() -> Dashboard:
    """Return the dashboard."""
    board = (
        dashboard.Dashboard("Dateline")
        .uid("dateline")
        .description("Is it healthy, is it keeping up, what is it dropping and why.")
        .tags(["dateline"])
        .readonly()
        .tooltip(DashboardCursorSync.CROSSHAIR)
        .time("now-3h", "now")
        .refresh("30s")
        .timezone("browser")
        .with_variable(dashboard.DatasourceVariable("datasource").label("Prometheus").type("prometheus"))
        .with_variable(
            dashboard.QueryVariable("job")
            .label("Deployment")
            .datasource(SOURCE)
            .query("label_values(dateline_build_info, job)")
            .refresh(VariableRefresh.ON_TIME_RANGE_CHANGED)
            .multi(True)
            .include_all(True)
            .all_value(".+")
        )
    )
    numbers = count(1)
    for row in (figures(), pace(), losses(), inside()):
        for panel in row:
            board = board.with_panel(panel.id(next(numbers)).span(FULL_WIDTH // len(row)))
    return board.build()


def figures() -> list[stat.Panel]:
    """Healthy or not, in eight figures."""
    return [
        figure(
            "Replicas ready",
            f"sum(dateline:replicas_ready:sum{{{OURS}}})",
            {0: RED, 1: GREEN},
            "Replicas that answer 200 at /readyz. Alerts: DatelineDown, DatelineReplicaNotReady.",
        ),
        figure(
            "Alerts firing",
            f'count(ALERTS{{alertname=~"Dateline.+", alertstate="firing", {OURS}}}) or vector(0)',
            {0: GREEN, 1: RED},
            "Each has a page in docs/runbooks.",
        ),
        figure(
            "Records waiting",
            f"sum(dateline:consumer_lag:sum{{{OURS}}})",
            {0: GREEN},
            "Not yet acknowledged as written. Alerts: DatelineNoProgress, DatelineLagGrowing.",
        ),
        figure(
            "Work waiting",
            f"sum(dateline:consumer_lag:sum{{{OURS}}})"
            f" / clamp_min(sum(dateline:records_settled:rate5m{{{OURS}}}), 0.001)",
            {0: GREEN, 60: AMBER, 300: RED},
            "How long the waiting records take at the present pace.",
            unit="s",
        ),
        figure(
            "Finished",
            f"sum(dateline:records_settled:rate5m{{{OURS}}})",
            {0: GREEN},
            "Records that became an event or a dead letter, or were dropped, a second.",
            unit="cps",
        ),
        figure(
            "Late, last hour",
            f"max(dateline:records_late:ratio_rate1h{{{OURS}}} >= 0) or vector(0)",
            {0: GREEN, 0.01: AMBER, 0.144: RED},
            "Finished later than 10 s; the objective allows 1 % a month. Alert: DatelineLatencyBudgetBurn.",
            unit="percentunit",
        ),
        figure(
            "Dead letters, last 15 min",
            f"max(dateline:dead_letters:ratio_rate15m{{{OURS}}} >= 0) or vector(0)",
            {0: GREEN, 0.05: AMBER, 0.5: RED},
            "Of all records finished. Alert: DatelineDeadLetterRatio.",
            unit="percentunit",
        ),
        figure(
            "Running",
            f"count by (version, pipeline_fingerprint) (dateline_build_info{{{OURS}}})",
            {0: "text"},
            "Version and pipeline fingerprint; two of them while a deployment is under way.",
            name="{{version}} {{pipeline_fingerprint}}",
        ).text_mode(kinds.BigValueTextMode.NAME),
    ]


def pace() -> list[timeseries.Panel]:
    """Whether it keeps up."""
    return [
        lines(
            "Read and finished",
            "cps",
            (f"sum(rate(dateline_records_received_total{{{OURS}}}[$__rate_interval]))", "read"),
            (f"sum(rate(dateline_records_published_total{{{OURS}}}[$__rate_interval]))", "published"),
            (f"sum(rate(dateline_records_dead_lettered_total{{{OURS}}}[$__rate_interval]))", "dead letters"),
            (f"sum(rate(dateline_records_dropped_total{{{OURS}}}[$__rate_interval]))", "dropped"),
        ),
        lines(
            "Lag by partition",
            "short",
            (f"dateline:consumer_lag:max{{{OURS}}}", "{{topic}} {{partition}}"),
        ),
        lines(
            "From Kafka timestamp to acknowledgement",
            "s",
            *((quantile(share, "dateline_record_latency_seconds"), name) for share, name in QUANTILES),
        ),
    ]


def losses() -> list[timeseries.Panel]:
    """What is dropped, and why."""
    return [
        stacked(
            "Dead letters by code",
            (
                f"sum by (stage, code) ({risen('dateline_records_dead_lettered_total')}) > 0",
                "{{stage}}: {{code}}",
            ),
        ),
        stacked(
            "Dropped by setting; facts missing from events",
            (f"sum by (reason) ({risen('dateline_records_dropped_total')}) > 0", "dropped: {{reason}}"),
            (f"sum by (fact) ({risen('dateline_enrichment_failures_total')}) > 0", "no {{fact}}"),
        ),
        stacked(
            "Disturbances",
            (f"sum by (reason) ({risen('dateline_worker_failures_total')}) > 0", "worker: {{reason}}"),
            (f"max({risen('dateline_rebalances_total')}) > 0", "rebalances"),
            (f"sum({risen('dateline_records_abandoned_total')}) > 0", "given up unfinished"),
            (f"sum(changes(process_start_time_seconds{{{OURS}}}[$__interval])) > 0", "restarts"),
        ),
    ]


def inside() -> list[timeseries.Panel]:
    """Where time and room go."""
    spent, records = (
        f"sum by (stage) (rate(dateline_stage_duration_seconds_{part}{{{OURS}}}[$__rate_interval]))"
        for part in ("sum", "count")
    )
    return [
        lines("Mean time of a record in a stage", "s", (f"{spent} / {records}", "{{stage}}")),
        lines(
            "In flight",
            "short",
            (f"sum by (instance) (dateline_records_in_flight{{{OURS}}})", "{{instance}}"),
            (f"sum(dateline_fetch_paused{{{OURS}}})", "replicas that read no more"),
        ),
        lines(
            "Age of articles when their event is written",
            "s",
            *((quantile(share, "dateline_article_age_seconds"), name) for share, name in QUANTILES[:2]),
        ),
    ]


QUANTILES = ((0.5, "half within"), (0.95, "95 % within"), (0.99, "99 % within"))


def risen(counter: str) -> str:
    """Return the expression of what a counter rose by in one bar's time."""
    return f"increase({counter}{{{OURS}}}[$__interval])"


def quantile(share: float, histogram: str) -> str:
    """Return the expression of a histogram's quantile."""
    return f"histogram_quantile({share}, sum by (le) (rate({histogram}_bucket{{{OURS}}}[$__rate_interval])))"


def figure(
    title: str,
    expression: str,
    colours: dict[float, str],
    description: str,
    *,
    unit: str = "short",
    name: str = "",
) -> stat.Panel:
    """Return one large figure, coloured by the values from which each colour counts."""
    (_, lowest), *further = colours.items()
    steps = [Threshold(None, lowest), *(Threshold(value, colour) for value, colour in further)]
    return (
        stat.Panel()
        .title(title)
        .description(description)
        .datasource(SOURCE)
        .height(4)
        .unit(unit)
        .thresholds(dashboard.ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(steps))
        .color_mode(kinds.BigValueColorMode.BACKGROUND)
        .graph_mode(kinds.BigValueGraphMode.NONE)
        .reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]))
        .with_target(query("A", expression, name).instant())
    )


def lines(title: str, unit: str, *queries: Query) -> timeseries.Panel:
    """Return lines over time."""
    panel = (
        timeseries.Panel()
        .title(title)
        .datasource(SOURCE)
        .height(6)
        .unit(unit)
        .min(0)
        .fill_opacity(10)
        .legend(
            common.VizLegendOptions()
            .display_mode(kinds.LegendDisplayMode.LIST)
            .placement(kinds.LegendPlacement.BOTTOM)
            .show_legend(True)
        )
        .tooltip(
            common.VizTooltipOptions().mode(kinds.TooltipDisplayMode.MULTI).sort(kinds.SortOrder.DESCENDING)
        )
    )
    for letter, (expression, name) in zip("ABCDEF", queries, strict=False):
        panel = panel.with_target(query(letter, expression, name))
    return panel


def stacked(title: str, *queries: Query) -> timeseries.Panel:
    """Return counts as bars over time, one on the other."""
    return (
        lines(title, "short", *queries)
        .draw_style(kinds.GraphDrawStyle.BARS)
        .fill_opacity(80)
        .stacking(common.StackingConfig().mode(kinds.StackingMode.NORMAL))
        .interval("1m")
    )


def query(letter: str, expression: str, name: str) -> prometheus.Dataquery:
    """Return a query of Prometheus."""
    return prometheus.Dataquery().ref_id(letter).expr(expression).legend_format(name)
