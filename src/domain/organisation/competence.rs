//! Thẩm quyền giải quyết: what the head of a unit may settle by himself, on which days.
//!
//! Owns [`Competences`], dated rows by what a unit is (seed: `assets/seed/competence.toml`), and [`Unit::competence`],
//! which lays over them what was entered for the unit alone. No date and no article stands in code. A unit without
//! competence for a matter verifies and advises, and the chairman decides. Called where a petition is given to a unit
//! ("thụ lý giải quyết") and by the unit's page. Law: LKN Đ.17–21; LTC 2018 Đ.12–13.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Alteration, Change, Unit, UnitKind};
use crate::domain::petition::{Kind, closed_set};
use crate::domain::rulebook::{Confidence, Instance};

closed_set! {
    /// What competence is needed for. A suggestion is answered by whoever's field it is in (no member).
    Matter {
        /// Khiếu nại lần đầu.
        FirstComplaint = "khieu-nai-lan-dau",
        /// Khiếu nại lần hai.
        SecondComplaint = "khieu-nai-lan-hai",
        /// Tố cáo.
        Denunciation = "to-cao",
    }
}

impl Matter {
    /// The matter of a petition; `None` where anybody may answer.
    pub fn of(kind: Kind, instance: Instance) -> Option<Self> {
        match (kind, instance) {
            (Kind::Complaint, Instance::First) => Some(Self::FirstComplaint),
            (Kind::Complaint, Instance::Second) => Some(Self::SecondComplaint),
            (Kind::Denunciation, Instance::First | Instance::Second) => Some(Self::Denunciation),
            (Kind::Suggestion, Instance::First | Instance::Second) => None,
        }
    }
}

/// A competence of all units of some kinds, in force from a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetenceRow {
    /// Which units.
    pub units: Vec<UnitKind>,
    /// For which matters.
    pub matters: Vec<Matter>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` is still in force.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Where it stands in the law.
    pub citation: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is to be known beside it.
    #[serde(default)]
    pub note: Option<String>,
}

/// The rows: the content of `assets/seed/competence.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompetenceRows {
    /// The rows.
    pub competence: Vec<CompetenceRow>,
}

/// The rows cannot be used as they are.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CompetenceError {
    /// Nothing says where it stands, it names nobody or nothing, or it ends before it begins.
    #[error("the row {0:?} of {1}: no citation, nobody named, or dates that make no sense")]
    Row(String, NaiveDate),
    /// Two rows for one kind of unit and one matter on a day.
    #[error("{0:?} has two rows for {1:?} on {2}")]
    Overlap(UnitKind, Matter, NaiveDate),
}

/// The checked set of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competences {
    rows: Vec<CompetenceRow>,
}

/// Whether a unit may settle a matter on a day, and what says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing<'a> {
    /// By the law, as a unit of its kind.
    ByLaw(&'a CompetenceRow),
    /// Or not, by what was entered for the unit alone.
    Own(bool, &'a Change),
    /// Nothing gives it the competence.
    None,
}

impl Standing<'_> {
    /// Whether it may.
    pub fn is_competent(self) -> bool {
        match self {
            Self::ByLaw(_) => true,
            Self::Own(is_competent, _) => is_competent,
            Self::None => false,
        }
    }
}

impl Competences {
    /// Takes the rows in if they agree with each other.
    ///
    /// # Errors
    /// The first row that can't be used.
    pub fn new(rows: CompetenceRows) -> Result<Self, CompetenceError> {
        let rows = rows.competence;
        for row in &rows {
            let is_whole = !row.citation.trim().is_empty()
                && !row.units.is_empty()
                && !row.matters.is_empty()
                && row.to.is_none_or(|to| row.from <= to);
            if !is_whole {
                return Err(CompetenceError::Row(row.citation.clone(), row.from));
            }
        }
        for unit in UnitKind::ALL {
            for matter in Matter::ALL {
                let of_both = rows.iter().filter(|row| row.is_of(*unit, *matter));
                for row in of_both.clone() {
                    let is_in_force = |other: &&CompetenceRow| other.is_in_force(row.from);
                    if of_both.clone().filter(is_in_force).count() > 1 {
                        return Err(CompetenceError::Overlap(*unit, *matter, row.from));
                    }
                }
            }
        }
        Ok(Self { rows })
    }

    /// The row that gives units of a kind the competence on a day.
    fn row(&self, unit: UnitKind, matter: Matter, on: NaiveDate) -> Option<&CompetenceRow> {
        self.rows.iter().find(|row| row.is_of(unit, matter) && row.is_in_force(on))
    }
}

impl CompetenceRow {
    fn is_of(&self, unit: UnitKind, matter: Matter) -> bool {
        self.units.contains(&unit) && self.matters.contains(&matter)
    }

    fn is_in_force(&self, on: NaiveDate) -> bool {
        self.from <= on && self.to.is_none_or(|to| on <= to)
    }
}

impl Unit {
    /// Whether it may settle a matter on a day: what was entered for it last until then, otherwise the law's row.
    pub fn competence<'a>(
        &'a self,
        matter: Matter,
        on: NaiveDate,
        law: &'a Competences,
    ) -> Standing<'a> {
        let own = self.own_competences(matter).find(|(_, change)| change.on <= on);
        let by_law = || law.row(self.kind, matter, on).map_or(Standing::None, Standing::ByLaw);
        own.map_or_else(by_law, |(is_competent, change)| Standing::Own(is_competent, change))
    }

    /// What was entered for this unit alone, the latest first.
    pub(super) fn own_competences(&self, matter: Matter) -> impl Iterator<Item = (bool, &Change)> {
        self.changes.iter().rev().filter_map(move |change| match change.what {
            Alteration::Competence { matter: of, is_competent } if of == matter => {
                Some((is_competent, change))
            }
            Alteration::Competence { .. }
            | Alteration::Renamed { .. }
            | Alteration::Remote { .. }
            | Alteration::Reopened { .. }
            | Alteration::Closed { .. }
            | Alteration::Merged { .. }
            | Alteration::Split { .. } => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::change::tests::{after, day, unit};
    use super::*;
    use Matter::{Denunciation, FirstComplaint, SecondComplaint};
    use UnitKind::{Commune, Department, Ward};

    fn rows() -> CompetenceRows {
        toml::from_str(include_str!("../../../assets/seed/competence.toml")).unwrap()
    }

    fn of(kind: UnitKind) -> Unit {
        Unit { kind, ..unit(1, "Đơn vị") }
    }

    #[test]
    fn competence_goes_by_the_kind_of_unit_the_matter_and_the_day() {
        let law = Competences::new(rows()).unwrap();
        let cited = |kind, matter, on: &str| match of(kind).competence(matter, day(on), &law) {
            Standing::ByLaw(row) => row.citation.clone(),
            Standing::Own(..) | Standing::None => String::new(),
        };
        let table = [
            (Ward, FirstComplaint, "2018-05-02", "LKN Đ.17"),
            (Department, FirstComplaint, "2018-05-02", "LKN Đ.17"),
            (Commune, Denunciation, "2018-12-31", "LTC 2011 Đ.13(1)"),
            (Commune, Denunciation, "2019-01-01", "LTC 2018 Đ.13(1)"),
            (Department, Denunciation, "2026-11-25", ""),
            (Ward, SecondComplaint, "2026-11-25", ""),
            (Ward, FirstComplaint, "2012-06-30", ""),
        ];
        for (kind, matter, on, citation) in table {
            assert_eq!(cited(kind, matter, on), citation, "{kind:?} {matter:?} {on}");
        }
    }

    #[test]
    fn what_was_entered_for_a_unit_lies_over_the_law_from_its_day() {
        let law = Competences::new(rows()).unwrap();
        let matter = Matter::FirstComplaint;
        let lost = after(
            &unit(1, "A"),
            "2020-01-01",
            Alteration::Competence { matter, is_competent: false },
        );
        let again =
            after(&lost, "2022-01-01", Alteration::Competence { matter, is_competent: true });
        let may = |on: &str| again.competence(matter, day(on), &law).is_competent();
        assert_eq!(
            ["2019-12-31", "2020-01-01", "2021-12-31", "2022-01-01"].map(may),
            [true, false, false, true]
        );
        assert!(again.competence(Matter::Denunciation, day("2020-06-01"), &law).is_competent());
    }

    #[test]
    fn a_suggestion_is_anybodys() {
        assert_eq!(Matter::of(Kind::Suggestion, Instance::First), None);
        assert_eq!(Matter::of(Kind::Complaint, Instance::Second), Some(Matter::SecondComplaint));
    }

    #[test]
    fn rows_that_do_not_agree_are_not_taken() {
        let with = |change: fn(&mut CompetenceRow)| {
            let mut rows = rows();
            let mut row = rows.competence[0].clone();
            change(&mut row);
            rows.competence.push(row);
            Competences::new(rows)
        };
        let overlap =
            CompetenceError::Overlap(UnitKind::Ward, Matter::FirstComplaint, day("2012-07-01"));
        assert_eq!(with(|_| ()), Err(overlap));
        let wrong = |row: Result<Competences, CompetenceError>| {
            assert!(matches!(row, Err(CompetenceError::Row(..))), "{row:?}");
        };
        wrong(with(|row| row.citation.clear()));
        wrong(with(|row| row.units.clear()));
        wrong(with(|row| row.matters.clear()));
        wrong(with(|row| row.to = row.from.pred_opt()));
    }
}
