//! The law as data: the shipped rulebook, calendar and provisions, made ready once.
//!
//! Rows come from `assets/seed`; a number of days stands nowhere in code.

use chrono::NaiveDate;

use super::App;
use super::error::AppError;
use super::settings::Office;
use crate::domain::calendar::{Calendar, HolidayBook};
use crate::domain::deadline::{self, Explained, LookupError};
use crate::domain::petition::Petition;
use crate::domain::rulebook::{RuleRows, Rulebook};
use crate::domain::workflow;
use crate::domain::workflow::provision::{ProvisionRows, Provisions};

const RULES: &str = include_str!("../../assets/seed/rules.toml");
const HOLIDAYS: &str = include_str!("../../assets/seed/holidays.toml");
const PROVISIONS: &str = include_str!("../../assets/seed/provisions.toml");
const PRACTICE: &str = include_str!("../../assets/seed/practice_of_the_office.toml");

/// Rulebook, calendar and provisions together: what a due date is counted by and a move allowed.
#[derive(Debug)]
pub struct Law {
    /// Rules as dated rows.
    pub rulebook: Rulebook,
    /// Working days.
    pub calendar: Calendar,
    /// What moves the law allows, and since when.
    pub provisions: Provisions,
    /// What the office has settled for itself.
    pub own: OwnTerms,
}

/// Terms that no law sets and the office settles for itself.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnTerms {
    /// How many days before the legal due date an advising unit hands its draft in.
    pub internal_days_ahead: u16,
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
        let provisions: ProvisionRows =
            toml::from_str(PROVISIONS).map_err(|error| broken(&error))?;
        Ok(Self {
            rulebook: Rulebook::new(rules).map_err(|error| broken(&error))?,
            calendar: Calendar::new(&holidays).map_err(|error| broken(&error))?,
            provisions: Provisions::new(provisions).map_err(|error| broken(&error))?,
            own: toml::from_str(PRACTICE).map_err(|error| broken(&error))?,
        })
    }

    /// The law as it stands for one petition: vùng sâu, vùng xa goes by the unit that holds it.
    pub fn of(&self, petition: &Petition, office: &Office) -> workflow::Law<'_> {
        workflow::Law {
            rulebook: &self.rulebook,
            calendar: &self.calendar,
            provisions: &self.provisions,
            is_remote: petition.unit().is_some_and(|unit| office.is_remote(unit)),
            internal_days_ahead: self.own.internal_days_ahead,
        }
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

impl App {
    /// Reckons the day that counts for a petition, by the office's law as of today.
    pub fn due(&self) -> impl Fn(&Petition) -> Option<NaiveDate> + '_ {
        let (office, today) = (self.office(), self.clock.today());
        move |petition| workflow::due_on(petition, &self.law.of(petition, &office), today)
    }
}
