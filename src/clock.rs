//! The only reader of the wall clock.
//!
//! Dates are the office's (+07:00, no summer time) whatever the zone of the server.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// The zone of the office: Viet Nam, UTC+7.
pub const OFFICE_ZONE: FixedOffset = match FixedOffset::east_opt(7 * 3600) {
    Some(zone) => zone,
    None => unreachable!(),
};

/// Where the product gets the time from.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The server's clock.
    System,
    /// One moment for good.
    Fixed(DateTime<FixedOffset>),
}

impl Clock {
    /// Now, in the office's zone.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
    pub fn now(self) -> DateTime<FixedOffset> {
        match self {
            Self::System => Utc::now().with_timezone(&OFFICE_ZONE),
            Self::Fixed(moment) => moment,
        }
    }

    /// Today at the office.
    pub fn today(self) -> NaiveDate {
        self.now().date_naive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_the_office_not_in_greenwich() {
        let at = |utc: &str| {
            Clock::Fixed(DateTime::parse_from_rfc3339(utc).unwrap().with_timezone(&OFFICE_ZONE))
        };
        assert_eq!(at("2026-11-24T16:59:59Z").today().to_string(), "2026-11-24");
        assert_eq!(at("2026-11-24T17:00:00Z").today().to_string(), "2026-11-25");
    }
}
