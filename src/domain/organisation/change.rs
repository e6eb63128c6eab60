//! Changes of a unit: renamed, remote or not any more, closed, merged, split; each with its day, document and reason.
//!
//! Owns [`Change`], a dated row that is only ever added and keeps the old value, and [`check`], the one rule of what
//! contradicts. Invariant: the changes of a unit stand in the order of their days, so that what a unit was on a day is
//! read by going back from today. Called by `app::units` and, to ask for a day, through [`Unit`] by pages and papers.

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Matter, Unit};
use crate::domain::id::{AccountId, UnitId};
use crate::domain::petition::DocumentMention;
use crate::domain::text;

/// What is changed, with the old value where the unit itself does not keep it. Stored as it is: members are only ever
/// appended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alteration {
    /// Đổi tên.
    Renamed {
        /// The new full name.
        name: String,
        /// The new name for lists.
        short_name: String,
        /// The full name until then.
        was: String,
        /// The name for lists until then.
        was_short: String,
    },
    /// Becomes, or is no more, vùng sâu, vùng xa.
    Remote {
        /// Which of the two; until then it was the other.
        is_remote: bool,
    },
    /// Kết thúc hoạt động.
    Closed {
        /// Who takes what is open; may be missing where nothing is.
        heir: Option<UnitId>,
    },
    /// Sáp nhập.
    Merged {
        /// The unit that goes on.
        into: UnitId,
    },
    /// Chia tách.
    Split {
        /// The units that go on, two at least.
        into: Vec<UnitId>,
        /// The one among them that takes what is open.
        heir: UnitId,
    },
    /// May, or may not any more, settle a matter by itself, whatever holds for units of its kind.
    Competence {
        /// Which.
        matter: Matter,
        /// Whether it may.
        is_competent: bool,
    },
    /// Goes on after all: its end was entered by mistake, or ordered and taken back. It is as if it had never ended.
    Reopened {
        /// Its last day until then.
        was_until: NaiveDate,
    },
}

impl Alteration {
    /// Who takes the open petitions; `None` where the unit goes on or leaves nothing.
    pub fn heir(&self) -> Option<UnitId> {
        match self {
            Self::Renamed { .. }
            | Self::Remote { .. }
            | Self::Competence { .. }
            | Self::Reopened { .. } => None,
            Self::Closed { heir } => *heir,
            Self::Merged { into } => Some(*into),
            Self::Split { heir, .. } => Some(*heir),
        }
    }

    /// The units that go on in place of this one.
    pub fn successors(&self) -> Vec<UnitId> {
        match self {
            Self::Renamed { .. }
            | Self::Remote { .. }
            | Self::Competence { .. }
            | Self::Reopened { .. } => Vec::new(),
            Self::Closed { heir } => heir.iter().copied().collect(),
            Self::Merged { into } => vec![*into],
            Self::Split { into, .. } => into.clone(),
        }
    }

    /// Whether the unit is no more afterwards.
    pub fn is_end(&self) -> bool {
        match self {
            Self::Renamed { .. }
            | Self::Remote { .. }
            | Self::Competence { .. }
            | Self::Reopened { .. } => false,
            Self::Closed { .. } | Self::Merged { .. } | Self::Split { .. } => true,
        }
    }
}

/// One change of a unit, as it was ordered and entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub what: Alteration,
    /// The first day on which it holds: a unit that is merged on 01/07 was there until 30/06.
    pub on: NaiveDate,
    /// The document that orders it.
    pub document: DocumentMention,
    /// Why, in the words of who entered it.
    pub reason: String,
    /// When it was entered.
    pub entered_at: DateTime<FixedOffset>,
    /// Who entered it; `None` is the console.
    pub by: Option<AccountId>,
    /// Whether all petitions that it touches have followed; false while they do, so that a killed server goes on.
    pub is_carried_out: bool,
}

/// Why a change is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Contradiction {
    /// The day lies in the future.
    #[error("the day lies in the future")]
    Future,
    /// The unit ended on this day.
    #[error("the unit ended on {0}")]
    Ended(NaiveDate),
    /// The unit begins on this day only.
    #[error("the unit begins on {0}")]
    BeforeStart(NaiveDate),
    /// A later change is known already.
    #[error("a change of {0} is known")]
    BeforeLastChange(NaiveDate),
    /// Nothing would be different.
    #[error("nothing would change")]
    Nothing,
    /// Another unit bears this name.
    #[error("another unit bears this name")]
    NameTaken,
    /// A unit can't go on in itself.
    #[error("the unit itself is no successor")]
    IntoItself,
    /// This unit does not exist on that day.
    #[error("unit {0} does not exist on that day")]
    NotThere(UnitId),
    /// A split needs two units at least.
    #[error("a split needs two units")]
    TooFewParts,
    /// Who takes the open petitions is none of the parts.
    #[error("the heir is none of the parts")]
    HeirNotAPart,
    /// This many open petitions would be nobody's.
    #[error("{0} open petitions need a unit")]
    OpenPetitions(u64),
}

/// The unit after a change, or why the change contradicts what is known. Old names are taken from the unit.
///
/// # Errors
/// The first contradiction; nothing is changed then.
pub fn check(
    units: &[Unit],
    unit: &Unit,
    change: Change,
    today: NaiveDate,
) -> Result<Unit, Contradiction> {
    check_day(unit, &change, today)?;
    let (mut after, mut change) = (unit.clone(), change);
    match &mut change.what {
        Alteration::Renamed { name, short_name, was, was_short } => {
            if (&*name, &*short_name) == (&unit.name, &unit.short_name) {
                return Err(Contradiction::Nothing);
            }
            if is_name_taken(units, Some(unit.id), name) {
                return Err(Contradiction::NameTaken);
            }
            after.name.clone_from(name);
            after.short_name.clone_from(short_name);
            was.clone_from(&unit.name);
            was_short.clone_from(&unit.short_name);
        }
        Alteration::Remote { is_remote } => {
            if *is_remote == unit.is_remote {
                return Err(Contradiction::Nothing);
            }
            after.is_remote = *is_remote;
        }
        Alteration::Competence { matter, is_competent } => {
            if unit.own_competences(*matter).next().is_some_and(|(last, _)| last == *is_competent) {
                return Err(Contradiction::Nothing);
            }
        }
        Alteration::Reopened { was_until } => {
            if is_name_taken(units, Some(unit.id), &unit.name) {
                return Err(Contradiction::NameTaken);
            }
            *was_until = unit.valid_to.ok_or(Contradiction::Nothing)?;
            after.valid_to = None;
        }
        end
        @ (Alteration::Closed { .. } | Alteration::Merged { .. } | Alteration::Split { .. }) => {
            check_successors(units, unit, end, change.on)?;
            after.valid_to = change.on.checked_sub_days(Days::new(1));
        }
    }
    after.changes.push(change);
    Ok(after)
}

/// Whether another unit, there or gone, bears this name.
pub fn is_name_taken(units: &[Unit], but: Option<UnitId>, name: &str) -> bool {
    let name = text::fold(name);
    units.iter().any(|other| Some(other.id) != but && text::fold(&other.name) == name)
}

fn check_day(unit: &Unit, change: &Change, today: NaiveDate) -> Result<(), Contradiction> {
    if change.on > today {
        return Err(Contradiction::Future);
    }
    let reopens = matches!(change.what, Alteration::Reopened { .. });
    if let Some(last) = unit.valid_to.filter(|_| !reopens) {
        return Err(Contradiction::Ended(last));
    }
    if let Some(first) = unit.valid_from.filter(|first| change.on <= *first) {
        return Err(Contradiction::BeforeStart(first));
    }
    match unit.changes.last() {
        Some(last) if last.on > change.on => Err(Contradiction::BeforeLastChange(last.on)),
        _ => Ok(()),
    }
}

fn check_successors(
    units: &[Unit],
    unit: &Unit,
    end: &Alteration,
    on: NaiveDate,
) -> Result<(), Contradiction> {
    let mut successors = end.successors();
    successors.sort_unstable();
    successors.dedup();
    if successors.contains(&unit.id) {
        return Err(Contradiction::IntoItself);
    }
    let is_there = |id: &UnitId| units.iter().any(|one| one.id == *id && one.is_valid_on(on));
    if let Some(missing) = successors.iter().find(|id| !is_there(id)) {
        return Err(Contradiction::NotThere(*missing));
    }
    match end {
        Alteration::Split { .. } if successors.len() < 2 => Err(Contradiction::TooFewParts),
        Alteration::Split { into, heir } if !into.contains(heir) => {
            Err(Contradiction::HeirNotAPart)
        }
        Alteration::Renamed { .. }
        | Alteration::Remote { .. }
        | Alteration::Competence { .. }
        | Alteration::Reopened { .. }
        | Alteration::Closed { .. }
        | Alteration::Merged { .. }
        | Alteration::Split { .. } => Ok(()),
    }
}

impl Unit {
    /// Whether the unit exists on a day, both ends included.
    pub fn is_valid_on(&self, on: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }

    /// Its full name on a day.
    pub fn name_on(&self, on: NaiveDate) -> &str {
        self.names_on(on).0
    }

    /// Its name for lists on a day.
    pub fn short_name_on(&self, on: NaiveDate) -> &str {
        self.names_on(on).1
    }

    fn names_on(&self, on: NaiveDate) -> (&str, &str) {
        let mut names = (self.name.as_str(), self.short_name.as_str());
        for change in self.changes.iter().rev().take_while(|change| change.on > on) {
            if let Alteration::Renamed { was, was_short, .. } = &change.what {
                names = (was, was_short);
            }
        }
        names
    }

    /// Whether it lay in vùng sâu, vùng xa, hải đảo on a day: complaints there have longer terms (LKN 2011 Đ.28, Đ.37).
    pub fn is_remote_on(&self, on: NaiveDate) -> bool {
        let later = self.changes.iter().rev().take_while(|change| change.on > on);
        let turns = later.filter(|change| matches!(change.what, Alteration::Remote { .. })).count();
        self.is_remote ^ (turns % 2 == 1)
    }

    /// The names that it bore before, full and short.
    pub fn former_names(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().flat_map(|change| match &change.what {
            Alteration::Renamed { was, was_short, .. } => vec![was.as_str(), was_short.as_str()],
            Alteration::Remote { .. }
            | Alteration::Competence { .. }
            | Alteration::Reopened { .. }
            | Alteration::Closed { .. }
            | Alteration::Merged { .. }
            | Alteration::Split { .. } => Vec::new(),
        })
    }

    /// The change by which it ended.
    pub fn end(&self) -> Option<&Change> {
        self.changes.last().filter(|change| change.what.is_end())
    }

    /// The units that went on in its place.
    pub fn successors(&self) -> Vec<UnitId> {
        self.end().map(|change| change.what.successors()).unwrap_or_default()
    }

    /// The unit that has what was open when it ended.
    pub fn heir(&self) -> Option<UnitId> {
        self.end().and_then(|change| change.what.heir())
    }
}

#[cfg(test)]
pub(super) mod tests;
