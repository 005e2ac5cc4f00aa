//! Exchange rates: what one unit of a currency is worth in the report's, and from which day on (rule R22).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// Decimals that a rate can have.
const DECIMALS: usize = 12;
/// Digits before its decimal point.
const DIGITS: usize = 9;

/// What one unit of a currency is worth in another, above zero, in 10⁻¹².
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(i128);

impl Rate {
    /// One for one.
    pub const PAR: Self = Self(1_000_000_000_000);

    /// The rate in 10⁻¹².
    pub(crate) const fn scaled(self) -> i128 {
        self.0
    }

    /// The nearest double, for display only.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::PAR.0 as f64
    }
}

/// A text that is no exchange rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not a rate: a number above 0 with at most 9 digits before and 12 after its decimal point")]
pub struct RateError(pub String);

impl FromStr for Rate {
    type Err = RateError;

    /// A number with a decimal point or a decimal comma, without an exponent.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |part: &str, most: usize| part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
        let scaled = (digits(whole, DIGITS) && digits(rest, DECIMALS))
            .then(|| format!("{whole}{rest:0<DECIMALS$}").parse::<i128>().ok())
            .flatten();
        scaled.filter(|scaled| *scaled > 0).map(Self).ok_or_else(|| RateError(text.to_owned()))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = format!("{:0DECIMALS$}", self.0 % Self::PAR.0);
        let rest = rest.trim_end_matches('0');
        write!(f, "{}{}{rest}", self.0 / Self::PAR.0, if rest.is_empty() { "" } else { "." })
    }
}

impl Serialize for Rate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A rate and the day from which it is in force, until the next one of its currency.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExchangeRate {
    /// The currency (ISO 4217).
    pub currency: String,
    /// The first day.
    pub from: NaiveDate,
    /// What one unit is worth in the report's currency.
    pub rate: Rate,
    /// Where the rate is from; empty where nobody says.
    pub source: String,
}

/// The table of rates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rates(Vec<ExchangeRate>);

impl Rates {
    /// The table of these lines, in any order.
    pub fn new(mut lines: Vec<ExchangeRate>) -> Self {
        lines.sort();
        Self(lines)
    }

    /// The lines, by currency and day.
    pub fn lines(&self) -> &[ExchangeRate] {
        &self.0
    }

    /// The line in force for `currency` on `day`: a rate never acts backwards. The balboa, which
    /// stands one to one to the US dollar, has the dollar's where it has none of its own.
    pub fn line(&self, currency: &str, day: NaiveDate) -> Option<&ExchangeRate> {
        let own = |currency: &str| self.0.iter().rfind(|line| line.currency == currency && line.from <= day);
        own(currency).or_else(|| parity(currency).and_then(own))
    }

    /// What one unit of `currency` is worth in `own` on `day`; none where no rate is in force, or
    /// where a rate is needed and the day is not known.
    pub fn at(&self, currency: &str, own: &str, day: Option<NaiveDate>) -> Option<Rate> {
        if currency == own || parity(currency) == Some(own) {
            return Some(Rate::PAR);
        }
        self.line(currency, day?).map(|line| line.rate)
    }
}

/// The currency that stands one to one to this one by law.
pub fn parity(currency: &str) -> Option<&'static str> {
    match currency {
        "PAB" => Some("USD"),
        "USD" => Some("PAB"),
        _ => None,
    }
}

/// The code of a currency as people write it: `eur`, `€`, and `B/.` for the balboa. What is no sign
/// of one currency alone, such as `$`, stays as it is.
pub fn currency_code(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    match text {
        "B/." | "B/" => "PAB".into(),
        "US$" | "U$S" => "USD".into(),
        "€" => "EUR".into(),
        _ if text.bytes().any(|b| b.is_ascii_lowercase()) => text.to_ascii_uppercase().into(),
        _ => text.into(),
    }
}

/// Whether ISO 4217 has this code, or had it since the year 2000.
pub fn is_currency(code: &str) -> bool {
    code.len() == 3 && CURRENCIES.split_ascii_whitespace().any(|known| known == code)
}

/// ISO 4217, with the currencies that the euro or a new series took the place of since 2000.
const CURRENCIES: &str = "
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BYR BZD CAD CDF CHF
CLF CLP CNY COP COU CRC CUC CUP CVE CYP CZK DJF DKK DOP DZD ECS EEK EGP ERN ETB EUR FJD FKP GBP GEL GHC GHS GIP GMD
GNF GTQ GWP GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP
LKR LRD LSL LTL LVL LYD MAD MDL MGA MGF MKD MMK MNT MOP MRO MRU MTL MUR MVR MWK MXN MXV MYR MZM MZN NAD NGN NIO NOK
NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR ROL RON RSD RUB RWF SAR SBD SCR SDD SDG SEK SGD SHP SIT SKK SLE SLL SOS
SRD SRG SSP STD STN SVC SYP SZL THB TJS TMM TMT TND TOP TRL TRY TTD TWD TZS UAH UGX USD UYU UZS VEB VED VEF VES VND
VUV WST XAF XCD XCG XDR XOF XPF YER ZAR ZMK ZMW ZWD ZWL ZWG";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_read_and_written_alike() {
        for (text, expected) in [
            ("1", Some("1")),
            ("1.2345", Some("1.2345")),
            ("0,000039200000", Some("0.0000392")),
            (".5", Some("0.5")),
            ("999999999.999999999999", Some("999999999.999999999999")),
            ("", None),
            (".", None),
            ("0", None),
            ("0.0", None),
            ("-1", None),
            ("+1", None),
            ("1e3", None),
            ("1.2.3", None),
            ("1 000", None),
            ("1.0000000000001", None),
            ("1000000000", None),
        ] {
            let found = text.parse::<Rate>().ok().map(|rate| rate.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect(text)
    }

    #[test]
    fn a_rate_is_in_force_from_its_day_until_the_next() {
        let line = |currency: &str, from: &str, rate: &str| ExchangeRate {
            currency: currency.to_owned(),
            from: day(from),
            rate: rate.parse().expect(rate),
            source: String::new(),
        };
        let lines =
            vec![line("EUR", "2011-03-01", "1.4"), line("EUR", "2011-01-01", "1.3"), line("USD", "2011-02-01", "0.7")];
        let rates = Rates::new(lines);
        for (currency, own, on, expected) in [
            ("EUR", "USD", Some("2010-12-31"), None),
            ("EUR", "USD", Some("2011-01-01"), Some("1.3")),
            ("EUR", "USD", Some("2011-02-28"), Some("1.3")),
            ("EUR", "USD", Some("2011-03-01"), Some("1.4")),
            ("EUR", "USD", Some("2019-01-01"), Some("1.4")),
            ("EUR", "USD", None, None),
            ("CHF", "USD", Some("2011-03-01"), None),
            ("USD", "USD", None, Some("1")),
            ("PAB", "USD", None, Some("1")),
            ("USD", "PAB", None, Some("1")),
            // The balboa has the dollar's rate where it has none of its own.
            ("PAB", "EUR", Some("2011-02-01"), Some("0.7")),
            ("PAB", "EUR", Some("2011-01-31"), None),
        ] {
            let found = rates.at(currency, own, on.map(day)).map(|rate| rate.to_string());
            assert_eq!(found.as_deref(), expected, "{currency} {own} {on:?}");
        }
    }

    #[test]
    fn currencies_are_known_by_code_and_sign() {
        for (text, code, known) in [
            ("EUR", "EUR", true),
            (" eur ", "EUR", true),
            ("€", "EUR", true),
            ("B/.", "PAB", true),
            ("US$", "USD", true),
            ("$", "$", false),
            ("EUX", "EUX", false),
            ("", "", false),
            ("EUR USD", "EUR USD", false),
        ] {
            assert_eq!(currency_code(text), code);
            assert_eq!(is_currency(&currency_code(text)), known, "{text}");
        }
    }
}
