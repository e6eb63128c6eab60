//! Days inside stored and exported shapes: a number in binary records, `yyyy-mm-dd` in text.
//!
//! Owns the two modules that `#[serde(with = …)]` names on a date of the domain: four bytes that sort, instead of the
//! text that chrono's own serde writes even into binary formats. Used by the happenings of the workflow, which are
//! stored as they are.

use chrono::{Datelike, NaiveDate};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes a day.
pub fn serialize<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        day.serialize(serializer)
    } else {
        day.num_days_from_ce().serialize(serializer)
    }
}

/// Reads a day.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    if deserializer.is_human_readable() {
        return NaiveDate::deserialize(deserializer);
    }
    let number = i32::deserialize(deserializer)?;
    NaiveDate::from_num_days_from_ce_opt(number)
        .ok_or_else(|| D::Error::custom(format!("day {number} is outside the calendar")))
}

/// A day that may be missing.
pub mod option {
    use chrono::NaiveDate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Day(#[serde(with = "super")] NaiveDate);

    /// Writes it.
    pub fn serialize<S: Serializer>(
        day: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        day.map(Day).serialize(serializer)
    }

    /// Reads it.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        Ok(Option::<Day>::deserialize(deserializer)?.map(|day| day.0))
    }
}
