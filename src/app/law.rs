//! The law as data: the shipped rulebook and calendar, made ready once.
//!
//! Rows come from `assets/seed`; a number of days stands nowhere in code.

use chrono::NaiveDate;

use super::error::AppError;
use crate::domain::calendar::{Calendar, HolidayBook};
use crate::domain::deadline::{self, Explained, LookupError};
use crate::domain::rulebook::{RuleRows, Rulebook};

const RULES: &str = include_str!("../../assets/seed/rules.toml");
const HOLIDAYS: &str = include_str!("../../assets/seed/holidays.toml");

/// Rulebook and calendar together: what a due date is counted by.
#[derive(Debug)]
pub struct Law {
    /// Rules as dated rows.
    pub rulebook: Rulebook,
    /// Working days.
    pub calendar: Calendar,
}

impl Law {
    /// The shipped rows.
    ///
    /// # Errors
    /// When the rows contradict each other: a build fault, seen by every test.
    pub fn shipped() -> Result<Self, AppError> {
        let broken = |error: &dyn std::fmt::Display| AppError::Internal(error.to_string());
        let rules: RuleRows = toml::from_str(RULES).map_err(|error| broken(&error))?;
        let holidays: HolidayBook = toml::from_str(HOLIDAYS).map_err(|error| broken(&error))?;
        Ok(Self {
            rulebook: Rulebook::new(rules).map_err(|error| broken(&error))?,
            calendar: Calendar::new(&holidays).map_err(|error| broken(&error))?,
        })
    }

    /// The due date of a rule named by identifier or family, without a petition.
    pub fn due(
        &self,
        rule: &str,
        from: NaiveDate,
        is_complex: bool,
    ) -> Result<Explained, LookupError> {
        deadline::lookup(&self.rulebook, &self.calendar, rule, from, is_complex)
    }
}
