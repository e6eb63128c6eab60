//! Our side of the benchmark: in the scratch crate a plain scan, so that the frame can be run and checked.
//!
//! The lead replaces the three bodies by the real application (same signatures): `create` opens a data folder,
//! `push` and `finish` load as `donthu demo` does, `search` answers as a reader with all filters and highlights.

use std::convert::Infallible;
use std::path::Path;

use chrono::{Datelike, NaiveDate};
use donthu::domain::id::UnitId;
use donthu::domain::text::fold;
use donthu::practice::PracticePetition;

use crate::mix::{BenchQuery, Class};

/// The petitions, folded.
pub(crate) struct DonthuSide {
    rows: Vec<(String, Option<UnitId>, NaiveDate)>,
}

impl DonthuSide {
    /// An empty office.
    pub(crate) fn create(_folder: &Path) -> Result<Self, Infallible> {
        Ok(Self { rows: Vec::new() })
    }

    /// Adds a petition.
    pub(crate) fn push(&mut self, petition: &PracticePetition) -> Result<(), Infallible> {
        let name = petition.facts.petitioner.as_ref().map_or("", |p| p.name.as_str());
        let text = fold(&format!(" {name} {} ", petition.facts.content));
        let unit = petition.assignment.as_ref().map(|a| a.unit);
        self.rows.push((text, unit, petition.facts.received_on));
        Ok(())
    }

    /// Makes everything findable.
    pub(crate) fn finish(&mut self) -> Result<(), Infallible> {
        self.rows.reverse();
        Ok(())
    }

    /// Rows of the first page.
    pub(crate) fn search(&mut self, query: &BenchQuery) -> Result<usize, Infallible> {
        let typed = fold(&query.text);
        let wanted = match query.class {
            Class::Prefix => format!(" {typed}"),
            Class::NameMarked
            | Class::NamePlain
            | Class::ContentMarked
            | Class::ContentPlain
            | Class::Phrase
            | Class::Filtered
            | Class::Typo => format!(" {typed} "),
        };
        let is_within = |unit: Option<UnitId>, day: NaiveDate| {
            query.within.is_none_or(|(u, year)| unit == Some(u) && day.year() == year)
        };
        let hits =
            self.rows.iter().filter(|(text, u, d)| is_within(*u, *d) && text.contains(&wanted));
        Ok(hits.take(20).count())
    }
}
