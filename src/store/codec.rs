//! Values as bytes: one version byte, then bincode 2.
//!
//! bincode is named only here. It is not self-describing: every stored shape is a struct of its own, never edited
//! after a release; a change adds the next version and a conversion. An unknown version is an error, never a guess.
//! Nothing from outside is ever decoded with it.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::StoreError;

/// No record is longer; a damaged length can't make us allocate more.
const LONGEST_BYTES: usize = 8 << 20;

/// A stored shape.
pub(super) trait Record: Serialize + DeserializeOwned {
    /// The table that holds it, for messages.
    const TABLE: &'static str;
    /// The version byte before it.
    const VERSION: u8;
}

/// Names table and version of stored shapes.
macro_rules! stored {
    ($($shape:ident in $table:literal, version $version:literal);+ $(;)?) => {
        $(impl $crate::store::codec::Record for $shape {
            const TABLE: &'static str = $table;
            const VERSION: u8 = $version;
        })+
    };
}
pub(super) use stored;

/// Bytes of a record.
pub(super) fn encode<R: Record>(record: &R) -> Result<Vec<u8>, StoreError> {
    let mut bytes = vec![R::VERSION];
    bincode::serde::encode_into_std_write(record, &mut bytes, config())
        .map_err(|error| corrupt::<R>("(new)", error.to_string()))?;
    if bytes.len() > LONGEST_BYTES {
        return Err(StoreError::TooLong { table: R::TABLE, bytes: bytes.len() });
    }
    Ok(bytes)
}

/// The record in these bytes, all of which must be used.
pub(super) fn decode<R: Record>(key: &impl ToString, bytes: &[u8]) -> Result<R, StoreError> {
    let (version, body) =
        bytes.split_first().ok_or_else(|| corrupt::<R>(key.to_string(), "empty".into()))?;
    if *version != R::VERSION {
        return Err(corrupt::<R>(key.to_string(), format!("unknown version {version}")));
    }
    let (record, used) = bincode::serde::decode_from_slice(body, config())
        .map_err(|error| corrupt::<R>(key.to_string(), error.to_string()))?;
    if used != body.len() {
        return Err(corrupt::<R>(
            key.to_string(),
            format!("{} bytes left over", body.len() - used),
        ));
    }
    Ok(record)
}

/// The text that a record begins with, without reading the rest: what a page of search results needs of twenty records.
///
/// Checking that Vietnamese is UTF-8 costs the standard library more than all else here (performance study, 7).
pub(super) fn leading_text<R: Record>(
    key: &impl ToString,
    bytes: &[u8],
) -> Result<String, StoreError> {
    let damaged = |detail: String| corrupt::<R>(key.to_string(), detail);
    let body = match bytes.split_first() {
        Some((version, body)) if *version == R::VERSION => body,
        Some((version, _)) => return Err(damaged(format!("unknown version {version}"))),
        None => return Err(damaged("empty".into())),
    };
    let (text, _): (&[u8], usize) = bincode::serde::borrow_decode_from_slice(body, config())
        .map_err(|error| damaged(error.to_string()))?;
    let text = simdutf8::basic::from_utf8(text).map_err(|error| damaged(error.to_string()))?;
    Ok(text.to_owned())
}

fn corrupt<R: Record>(key: impl Into<String>, detail: String) -> StoreError {
    StoreError::Corrupt { table: R::TABLE, key: key.into(), detail }
}

fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_limit::<LONGEST_BYTES>()
}

/// Dates inside records: day numbers of the common era, four bytes, in order.
pub(super) mod day {
    use chrono::{Datelike, NaiveDate};

    pub(in crate::store) fn number(date: NaiveDate) -> i32 {
        date.num_days_from_ce()
    }

    /// Day numbers come from [`number`]; one outside the calendar is read as its first day and `verify` finds it.
    pub(in crate::store) fn date(number: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(number).unwrap_or(NaiveDate::MIN)
    }
}

/// Moments inside records: milliseconds of the era, read back in the office's zone.
pub(super) mod moment {
    use chrono::{DateTime, FixedOffset};

    use crate::clock;

    pub(in crate::store) fn millis(at: DateTime<FixedOffset>) -> i64 {
        at.timestamp_millis()
    }

    pub(in crate::store) fn instant(millis: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(millis)
            .unwrap_or_default()
            .with_timezone(&clock::OFFICE_ZONE)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Sample {
        name: String,
        number: u32,
    }

    stored!(Sample in "sample", version 1);

    #[test]
    fn damage_is_named_and_never_guessed() {
        let sample = Sample { name: "đơn".into(), number: 7 };
        let bytes = encode(&sample).unwrap();
        assert_eq!(decode::<Sample>(&1, &bytes).unwrap(), sample);
        let mut newer = bytes.clone();
        newer[0] = 9;
        let longer = [bytes.as_slice(), &[0]].concat();
        for damaged in
            [&[][..], &newer, &longer, &bytes[..bytes.len() - 1], &[1, 253, 255, 255, 255]]
        {
            let error = decode::<Sample>(&"2017/0001", damaged).unwrap_err().to_string();
            assert!(error.contains("sample") && error.contains("2017/0001"), "{error}");
        }
        assert_eq!(leading_text::<Sample>(&1, &bytes).unwrap(), "đơn");
        let mut not_text = bytes.clone();
        not_text[2] = 0xff;
        for damaged in [&[][..], &newer, &bytes[..3], &not_text] {
            leading_text::<Sample>(&1, damaged).unwrap_err();
        }
    }
}
