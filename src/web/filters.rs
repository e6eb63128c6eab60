//! What templates write in the office's way: dates and numbers.
#![expect(
    clippy::inline_always,
    clippy::trivially_copy_pass_by_ref,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    unreachable_pub,
    reason = "what askama's own attribute expands to"
)]

use crate::label;

/// `dd/mm/yyyy`, or nothing.
#[askama::filter_fn]
pub(super) fn day(date: &chrono::NaiveDate, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(label::date(*date))
}

/// `dd/mm`, for narrow columns.
#[askama::filter_fn]
pub(super) fn short_day(
    date: &chrono::NaiveDate,
    _: &dyn askama::Values,
) -> askama::Result<String> {
    Ok(date.format("%d/%m/%y").to_string())
}

/// 2.289
#[askama::filter_fn]
pub(super) fn thousands(number: &u64, _: &dyn askama::Values) -> askama::Result<String> {
    Ok(label::count(*number))
}
