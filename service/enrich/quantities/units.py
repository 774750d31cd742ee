"""Symbols of units and currencies that are the same in every language."""

SYMBOLS = {
    "%": "%", "‰": "‰", "°C": "°C", "°F": "°F", "°": "degree",
    "mm": "mm", "cm": "cm", "dm": "dm", "m": "m", "km": "km", "nm": "nm", "µm": "µm",
    "m²": "m2", "m2": "m2", "km²": "km2", "km2": "km2", "cm²": "cm2", "ha": "ha",
    "m³": "m3", "m3": "m3", "km³": "km3", "cm³": "cm3", "hm³": "hm3",
    "ml": "mL", "mL": "mL", "cl": "cL", "l": "L", "L": "L", "hl": "hL",
    "mg": "mg", "µg": "µg", "g": "g", "kg": "kg", "lb": "lb", "lbs": "lb", "oz": "oz",
    "km/h": "km/h", "kmh": "km/h", "kph": "km/h", "mph": "mph", "m/s": "m/s",
    "W": "W", "kW": "kW", "MW": "MW", "GW": "GW", "TW": "TW",
    "kWh": "kWh", "MWh": "MWh", "GWh": "GWh", "TWh": "TWh",
    "V": "V", "kV": "kV", "Hz": "Hz", "kHz": "kHz", "MHz": "MHz", "GHz": "GHz",
    "KB": "kB", "kB": "kB", "MB": "MB", "GB": "GB", "TB": "TB", "PB": "PB",
    "dB": "dB", "hPa": "hPa", "kcal": "kcal", "ppm": "ppm", "ft": "ft", "sq ft": "ft2",
}  # fmt: skip
"""Unit symbols, case and all, to the name an event states."""

CURRENCY_SIGNS = {
    "US$": "USD", "USD": "USD", "A$": "AUD", "AU$": "AUD",
    "AUD": "AUD", "C$": "CAD", "CA$": "CAD", "CAD": "CAD",
    "NZ$": "NZD", "NZD": "NZD", "HK$": "HKD", "HKD": "HKD",
    "S$": "SGD", "SGD": "SGD", "R$": "BRL", "BRL": "BRL",
    "NT$": "TWD", "TWD": "TWD", "MX$": "MXN", "MXN": "MXN",
    "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP",
    "CHF": "CHF", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK",
    "PLN": "PLN", "CZK": "CZK", "HUF": "HUF", "JPY": "JPY",
    "CNY": "CNY", "RUB": "RUB", "INR": "INR", "TRY": "TRY", "KRW": "KRW", "ZAR": "ZAR", "UAH": "UAH",
    "₹": "INR", "₽": "RUB", "₴": "UAH", "₩": "KRW",
    "₺": "TRY", "₪": "ILS", "₫": "VND", "₦": "NGN", "₱": "PHP",
    "฿": "THB", "$": "$", "¥": "¥", "Fr.": "CHF",
}  # fmt: skip
"""Currency signs and codes to ISO 4217; a sign several currencies share stays as it is ("$" may be told by
the text, "¥" is yen and yuan)."""

TIME_UNITS = frozenset({"s", "min", "h", "day", "week", "month", "year", "decade", "century", "ms"})
