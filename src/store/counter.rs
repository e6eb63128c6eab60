//! Number series: the next number is taken in the same transaction as the record that bears it.

use redb::ReadableTable;

use super::Tx;
use super::error::StoreError;
use crate::domain::document::DocumentKind;
use crate::domain::id::UnitId;

/// A series of numbers, each counted from 1.
#[derive(Debug, Clone, Copy)]
pub(super) enum Series {
    /// Petitions of one year's book.
    Petition {
        year: u16,
    },
    /// Protected senders of one year.
    Seal {
        year: u16,
    },
    /// Documents of one kind that a unit, or the office itself, issues in one year (NĐ 30/2020: one series from 01).
    Document {
        kind: DocumentKind,
        unit: Option<UnitId>,
        year: i32,
    },
    /// Identifiers of units, accounts, imports, held rows.
    Unit,
    Account,
    Batch,
    HeldRow,
    /// Changes of units.
    UnitChange,
}

impl Series {
    fn key(self) -> String {
        match self {
            Self::Petition { year } => format!("petition/{year}"),
            Self::Seal { year } => format!("seal/{year}"),
            Self::Document { kind, unit, year } => {
                let unit = unit.map_or(0, |unit| unit.0);
                format!("document/{}/{unit}/{year}", kind.code())
            }
            Self::Unit => "unit".into(),
            Self::Account => "account".into(),
            Self::Batch => "batch".into(),
            Self::HeldRow => "held_row".into(),
            Self::UnitChange => "unit_change".into(),
        }
    }
}

impl Tx<'_> {
    /// Takes the next number. Numbers out of range of their type are refused, never wrapped.
    pub(super) fn next<N: TryFrom<u64>>(&mut self, series: Series) -> Result<N, StoreError> {
        let key = series.key();
        let next = self.counter.get(key.as_str())?.map_or(0, |last| last.value()) + 1;
        self.counter.insert(key.as_str(), next)?;
        N::try_from(next).map_err(|_| StoreError::Corrupt {
            table: "counter",
            key,
            detail: format!("{next} is out of range"),
        })
    }
}

impl Tx<'_> {
    /// The next number of the documents of a kind, by the year of their date; without a unit the office's own.
    pub fn next_document(
        &mut self,
        kind: DocumentKind,
        unit: Option<UnitId>,
        year: i32,
    ) -> Result<u32, StoreError> {
        self.next(Series::Document { kind, unit, year })
    }
}
