//! Forms and addresses: reading typed values, keeping what was typed, and errors beside their fields.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Shared;
use super::error::PageError;
use crate::app::App;
use crate::app::error::AppError;

/// Runs a use case on a thread that may block.
pub(super) async fn blocking<T: Send + 'static>(
    app: &Shared,
    work: impl FnOnce(&App) -> Result<T, AppError> + Send + 'static,
) -> Result<T, PageError> {
    let app = Shared::clone(app);
    match tokio::task::spawn_blocking(move || work(&app)).await {
        Ok(result) => result.map_err(PageError::App),
        Err(error) => Err(AppError::Internal(error.to_string()).into()),
    }
}

/// What is wrong with a form, by field.
#[derive(Debug, Default)]
pub(super) struct FieldErrors(BTreeMap<&'static str, String>);

impl FieldErrors {
    pub(super) fn add(&mut self, field: &'static str, message: impl Into<String>) {
        self.0.insert(field, message.into());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The message of a field; empty where it is right.
    pub(super) fn of(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }
}

/// A value for an address.
pub(super) fn encode(value: &str) -> String {
    let encoded = value.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    encoded.collect()
}

/// Reads a date as people type it: `dd/mm/yyyy`, `d-m-yyyy`, `dd.mm.yyyy`, `ddmmyyyy`, and the browser's `yyyy-mm-dd`.
pub(super) fn date(raw: &str) -> Option<NaiveDate> {
    let raw = raw.trim();
    if raw.len() == 8 && raw.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::from_ymd_opt(
            raw[4..].parse().ok()?,
            raw[2..4].parse().ok()?,
            raw[..2].parse().ok()?,
        );
    }
    let parts: Vec<&str> = raw.split(['/', '-', '.', ' ']).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_type_them() {
        let expected = NaiveDate::from_ymd_opt(2018, 3, 4);
        for typed in ["04/03/2018", "4/3/2018", " 4-3-2018", "04.03.2018", "2018-03-04", "04032018"]
        {
            assert_eq!(date(typed), expected, "{typed}");
        }
        for wrong in ["", "31/02/2018", "4/3/18", "04/03", "hôm nay", "99999999", "1/2/3/2018"] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn values_for_addresses_are_encoded() {
        assert_eq!(encode("/don?q=đ &b"), "/don%3Fq%3D%C4%91%20%26b");
    }
}
