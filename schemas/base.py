"""What every record of the contract shares: strict, frozen, closed, documented field by field."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Base of the records Dateline writes: unknown fields and lax types are errors."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        ser_json_inf_nan="null",
    )
