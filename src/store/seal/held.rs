//! The sender's cells of a held row that may tell of a denunciation: under seal for as long as the row is kept.

use redb::ReadableTable;
use serde::{Deserialize, Serialize};

use super::{EnvelopeV1, Place, SealFault, disclose, enclose};
use crate::domain::id::HeldRowId;
use crate::domain::ledger::{Column, LedgerRow};
use crate::store::codec::{decode, encode, stored};
use crate::store::error::StoreError;
use crate::store::{Snapshot, Tx, tables};

/// Cells of a held row that may tell who the sender is; those of unknown headers are among them.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct HeldSender {
    /// Column code and text.
    cells: Vec<(String, String)>,
    others: Vec<(String, String)>,
}

stored!(HeldSender in "held_sealed", version 1);

impl HeldSender {
    /// Takes them out of a row that may tell of a denunciation; `None` where there is nothing to hide.
    pub(in crate::store) fn take_from(row: &mut LedgerRow) -> Option<Self> {
        if !row.may_be_denunciation() {
            return None;
        }
        let of_sender: Vec<Column> =
            row.cells.keys().copied().filter(|column| column.is_of_sender()).collect();
        let cells = of_sender.into_iter().filter_map(|column| {
            row.cells.remove(&column).map(|text| (column.code().to_owned(), text))
        });
        let cells: Vec<_> = cells.collect();
        let others = std::mem::take(&mut row.others);
        (!cells.is_empty() || !others.is_empty()).then_some(Self { cells, others })
    }

    fn put_back(self, row: &mut LedgerRow) {
        let cells = self.cells.into_iter();
        row.cells.extend(cells.filter_map(|(code, text)| Some((Column::from_code(&code)?, text))));
        row.others.extend(self.others);
    }
}

impl Tx<'_> {
    /// Writes the hidden cells of a held row, or takes them out.
    pub(in crate::store) fn put_held_sender(
        &mut self,
        id: HeldRowId,
        sender: Option<&HeldSender>,
    ) -> Result<(), StoreError> {
        match sender {
            None => drop(self.held_sealed.remove(id.0)?),
            Some(sender) => {
                let envelope = enclose(&self.ring, Place::HeldRow(id.0), sender, &[])?;
                self.held_sealed.insert(id.0, encode(&envelope)?.as_slice())?;
            }
        }
        Ok(())
    }

    /// Puts the hidden cells of a held row back into it; why that can't be, where the key is missing.
    pub(in crate::store) fn fill_held(
        &self,
        id: HeldRowId,
        row: &mut LedgerRow,
    ) -> Result<Option<SealFault>, StoreError> {
        let Some(bytes) = self.held_sealed.get(id.0)? else { return Ok(None) };
        filled(disclose(&self.ring, Place::HeldRow(id.0), &decode(&id, bytes.value())?), row)
    }
}

impl Snapshot {
    /// Puts the hidden cells of a held row back into it; why that can't be, where the key is missing.
    pub(in crate::store) fn fill_held(
        &self,
        id: HeldRowId,
        row: &mut LedgerRow,
    ) -> Result<Option<SealFault>, StoreError> {
        let table = self.txn.open_table(tables::HELD_SEALED)?;
        let Some(bytes) = table.get(id.0)? else { return Ok(None) };
        let envelope: EnvelopeV1 = decode(&id, bytes.value())?;
        filled(disclose(&self.ring, Place::HeldRow(id.0), &envelope), row)
    }
}

fn filled(
    opened: Result<HeldSender, StoreError>,
    row: &mut LedgerRow,
) -> Result<Option<SealFault>, StoreError> {
    match opened {
        Ok(sender) => {
            sender.put_back(row);
            Ok(None)
        }
        Err(StoreError::Seal(fault)) => Ok(Some(fault)),
        Err(error) => Err(error),
    }
}
