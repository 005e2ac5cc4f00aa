//! The names of canonical columns.

/// The table of the source that the record comes from: an index into the reading's list of tables.
pub const TABLE: &str = "table";
/// The row of the sheet that the record comes from, from 1.
pub const ROW: &str = "row";
/// The segment that the record stands in: an index that a run gives, in order of receipt. It is
/// added when segments are read together and is not stored.
pub const SEGMENT: &str = "segment";
/// The column of the sheet that the record comes from, from 1, where columns became rows; else 0.
pub const COLUMN: &str = "column";
/// The agency that reports.
pub const AGENCY: &str = "agency";
/// The kind of beneficiary.
pub const KIND: &str = "kind";
/// The beneficiary's key: a pseudonym, the same in all files.
pub const KEY: &str = "key";
/// The household's key.
pub const HOUSEHOLD: &str = "household";
/// Members of the household, this beneficiary included.
pub const HOUSEHOLD_SIZE: &str = "household_size";
/// The day of the participation or of the amount.
pub const DATE: &str = "date";
/// The month that the record is about, as `mola_model::Month` counts.
pub const MONTH: &str = "month";
/// For how many months, `MONTH` being the last of them.
pub const MONTHS: &str = "months";
/// The place's code.
pub const PLACE: &str = "place";
/// A place's name below the list of places, as written.
pub const LOCALITY: &str = "locality";
/// The sex's code.
pub const SEX: &str = "sex";
/// The age in years on the record's date.
pub const AGE: &str = "age";
/// The band of age of an observation, as `mola_model::AgeBand` writes it.
pub const AGE_BAND: &str = "age_band";
/// Urban or rural.
pub const AREA: &str = "area";
/// The ethnicity's code.
pub const ETHNICITY: &str = "ethnicity";
/// The sector's code.
pub const SECTOR: &str = "sector";
/// The activity's code.
pub const ACTIVITY: &str = "activity";
/// The indicator's code.
pub const INDICATOR: &str = "indicator";
/// The value, in the indicator's unit.
pub const VALUE: &str = "value";
/// The unit of the value, as written.
pub const UNIT: &str = "unit";
/// The numerator of a ratio.
pub const NUMERATOR: &str = "numerator";
/// The denominator of a ratio, or the n of a mean.
pub const DENOMINATOR: &str = "denominator";
/// What is observed in words: a text, a level.
pub const TEXT: &str = "text";
/// The state of a value: a word of `mola_model::Status`.
pub const STATUS: &str = "status";
/// Whether the value is an estimate.
pub const ESTIMATED: &str = "estimated";
/// Whether the value is cumulative since the programme's start.
pub const CUMULATIVE: &str = "cumulative";
/// The output's code.
pub const OUTPUT: &str = "output";
/// The flow of money: a word of `mola_model::MoneyFlow`.
pub const FLOW: &str = "flow";
/// The currency (ISO 4217).
pub const CURRENCY: &str = "currency";
/// An amount in ten-thousandths of its currency.
pub const AMOUNT: &str = "amount";
/// The beneficiary's identifier as written. Personal.
pub const IDENTIFIER: &str = "identifier";
/// The beneficiary's name as written. Personal.
pub const NAME: &str = "name";
/// The date of birth. Personal.
pub const BORN: &str = "born";
/// A phone number as written. Personal.
pub const PHONE: &str = "phone";
/// The household's identifier as written. Personal.
pub const HOUSEHOLD_IDENTIFIER: &str = "household_identifier";
