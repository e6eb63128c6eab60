//! The law as data: rulebook, calendar, provisions and competences, the shipped rows with the office's own over them.
//!
//! Rows come from `assets/seed` and from the store; a number of days stands nowhere in code. [`App::law`] gives the law
//! of now as a whole; `amend` puts another in its place after the commit, before the next write can begin.

use std::ops::Deref;
use std::sync::{Arc, PoisonError};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::App;
use super::error::AppError;
use super::settings::Office;
use crate::domain::calendar::own::{ComposedDays, OwnDay};
use crate::domain::calendar::{self, Calendar, HolidayBook};
use crate::domain::deadline::{self, Explained, LookupError};
use crate::domain::organisation::{CompetenceRows, Competences};
use crate::domain::own_law::OwnLaw;
use crate::domain::petition::Petition;
use crate::domain::rulebook::own::ComposedRules;
use crate::domain::rulebook::{self, RuleRows, Rulebook};
use crate::domain::workflow;
use crate::domain::workflow::provision::{ProvisionRows, Provisions};
use crate::store::Store;

const RULES: &str = include_str!("../../assets/seed/rules.toml");
const HOLIDAYS: &str = include_str!("../../assets/seed/holidays.toml");
const PROVISIONS: &str = include_str!("../../assets/seed/provisions.toml");
const COMPETENCE: &str = include_str!("../../assets/seed/competence.toml");
const PRACTICE: &str = include_str!("../../assets/seed/practice_of_the_office.toml");

/// Rulebook, calendar and provisions together: what a due date is counted by and a move allowed.
#[derive(Debug)]
pub struct Law {
    /// Rules as dated rows.
    pub rulebook: Rulebook,
    /// Working days.
    pub calendar: Calendar,
    /// The rows that the calendar was made of.
    pub holidays: HolidayBook,
    /// What moves the law allows, and since when.
    pub provisions: Provisions,
    /// What units may settle by themselves, and since when.
    pub competences: Competences,
    /// What the office has settled for itself.
    pub own: OwnTerms,
    /// The office's own rows.
    pub own_rows: OwnLaw,
    /// What could not be laid over each other.
    pub set_aside: SetAside,
}

/// Rows that do not hold because others leave no room for them.
#[derive(Debug, Default)]
pub struct SetAside {
    /// Shipped rules for which the office's own leave no room, by identifier.
    pub rules: Vec<String>,
    /// Own days that contradict those of the release.
    pub days: Vec<OwnDay>,
    /// How many own rows can't be read: `verify` names them.
    pub unreadable: usize,
}

/// The rows that the program ships.
#[derive(Debug)]
pub(super) struct Shipped {
    pub(super) rules: RuleRows,
    pub(super) holidays: HolidayBook,
    provisions: Provisions,
    competences: Competences,
    pub(super) own: OwnTerms,
}

/// Terms that no law sets and the office settles for itself.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnTerms {
    /// How many days before the legal due date an advising unit hands its draft in.
    pub internal_days_ahead: u16,
}

impl Shipped {
    /// Reads the rows.
    ///
    /// # Errors
    /// When the rows contradict each other: a build fault, seen by every test.
    pub(super) fn read() -> Result<Self, AppError> {
        let broken = |error: &dyn std::fmt::Display| AppError::Internal(error.to_string());
        let rules: RuleRows = toml::from_str(RULES).map_err(|error| broken(&error))?;
        Rulebook::new(rules.clone()).map_err(|error| broken(&error))?;
        let provisions: ProvisionRows =
            toml::from_str(PROVISIONS).map_err(|error| broken(&error))?;
        let competences: CompetenceRows =
            toml::from_str(COMPETENCE).map_err(|error| broken(&error))?;
        Ok(Self {
            rules,
            holidays: toml::from_str(HOLIDAYS).map_err(|error| broken(&error))?,
            provisions: Provisions::new(provisions).map_err(|error| broken(&error))?,
            competences: Competences::new(competences).map_err(|error| broken(&error))?,
            own: toml::from_str(PRACTICE).map_err(|error| broken(&error))?,
        })
    }

    /// The law with these own rows over the shipped ones.
    pub(super) fn with(self, own_rows: OwnLaw) -> Result<Law, AppError> {
        let ComposedRules { rulebook, set_aside: rules } =
            rulebook::own::compose(&self.rules, &own_rows.rules);
        let ComposedDays { book, calendar, set_aside: days } =
            calendar::own::compose(&self.holidays, &own_rows.days, own_rows.revision)
                .map_err(|error| AppError::Internal(error.to_string()))?;
        Ok(Law {
            rulebook,
            calendar,
            holidays: book,
            provisions: self.provisions,
            competences: self.competences,
            own: OwnTerms {
                internal_days_ahead: own_rows
                    .internal_days_ahead
                    .unwrap_or(self.own.internal_days_ahead),
            },
            own_rows,
            set_aside: SetAside { rules, days, unreadable: 0 },
        })
    }
}

/// The law of a store. An own row that can't be read is left out, and the pages say so: the office opens.
pub(super) fn load(store: &Store) -> Result<Law, AppError> {
    let records = store.read()?.own_law()?;
    for error in &records.unreadable {
        tracing::error!(error = %error, "a row of the office's law is left out");
    }
    let mut law = Shipped::read()?.with(records.law)?;
    law.set_aside.unreadable = records.unreadable.len();
    Ok(law)
}

/// What tells one release's law from another's: SHA-256 of all rows that the program ships.
pub(super) fn shipped_digest() -> Vec<u8> {
    let seeds = [RULES, HOLIDAYS, PROVISIONS, COMPETENCE, PRACTICE].map(str::as_bytes);
    Sha256::digest(seeds.concat()).to_vec()
}

impl Law {
    /// The shipped rows alone.
    ///
    /// # Errors
    /// When the rows contradict each other: a build fault, seen by every test.
    pub fn shipped() -> Result<Self, AppError> {
        Shipped::read()?.with(OwnLaw::default())
    }

    /// The law as it stands for one petition: vùng sâu, vùng xa goes by the unit that holds it.
    pub fn of(&self, petition: &Petition, office: &Office) -> workflow::Law<'_> {
        workflow::Law {
            rulebook: &self.rulebook,
            calendar: &self.calendar,
            provisions: &self.provisions,
            is_remote: petition
                .unit()
                .is_some_and(|unit| office.is_remote(unit, base_of(petition))),
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

/// The day by which the flag of the unit counts: that of the acceptance, before it that of the assignment.
fn base_of(petition: &Petition) -> NaiveDate {
    let case = petition.case.as_ref();
    let accepted = case.and_then(|case| case.acceptance.as_ref()).map(|accepted| accepted.on);
    accepted.or_else(|| case.map(|case| case.assigned_on)).unwrap_or(petition.facts.received_on)
}

impl App {
    /// The law of now; one that was taken before a change stays as it was.
    pub fn law(&self) -> Arc<Law> {
        Arc::clone(&self.law.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another law in the place of the one of now.
    pub(super) fn replace_law(&self, law: Arc<Law>) {
        *self.law.write().unwrap_or_else(PoisonError::into_inner) = law;
    }

    /// Reckons the day that counts for a petition, by the office's law as of today.
    ///
    /// A write takes it within its transaction: the law cannot change before the end of that.
    pub fn due(&self) -> impl Fn(&Petition) -> Option<NaiveDate> + use<> {
        self.due_by(self.law())
    }

    /// Like [`due`](Self::due), by another law.
    pub(super) fn due_by<L: Deref<Target = Law>>(
        &self,
        law: L,
    ) -> impl Fn(&Petition) -> Option<NaiveDate> + use<L> {
        let (office, today) = (self.office(), self.clock.today());
        move |petition| workflow::due_on(petition, &law.of(petition, &office), today)
    }
}
