//! What `verify` asks of the seal: every sealed record opens, its matches are right, and nothing of it lies in clear.

use redb::{ReadableTable, ReadableTableMetadata};

use super::{EnvelopeV1, Place, SealFault, digest, disclose, load_sealed, marks_of};
use crate::domain::id::HeldRowId;
use crate::domain::petition::Petition;
use crate::store::codec::decode;
use crate::store::error::StoreError;
use crate::store::record::BodyV1;
use crate::store::{Snapshot, tables};

impl Snapshot {
    /// What is wrong with the seal of one petition.
    pub(in crate::store) fn check_seal(
        &self,
        petition: &Petition,
    ) -> Result<Option<&'static str>, StoreError> {
        let (id, key) = (petition.id, petition.id.key());
        let sealed = self.txn.open_table(tables::PETITION_SEALED)?;
        let has_record = sealed.get(key)?.is_some();
        let may_lack_record = petition.protection.outside.is_some();
        if has_record && !petition.is_sealed()
            || petition.is_sealed() && !has_record && !may_lack_record
        {
            return Ok(Some("seal and sealed record disagree"));
        }
        if petition.must_be_sealed() && petition.facts.petitioner.is_some() {
            return Ok(Some("a sender who must be protected is in the record"));
        }
        if !petition.is_sealed() {
            return Ok(None);
        }
        let body = self.txn.open_table(tables::PETITION_BODY)?;
        if let Some(bytes) = body.get(key)?
            && decode::<BodyV1>(&id, bytes.value())?.tells_sender()
        {
            return Ok(Some("the body tells who is under seal"));
        }
        let Some(bytes) = sealed.get(key)? else { return Ok(None) };
        let envelope: EnvelopeV1 = decode(&id, bytes.value())?;
        let sender = match load_sealed(&sealed, &self.ring, id) {
            // Said once for all of them.
            Err(StoreError::Seal(fault)) if Some(&fault) == self.ring.fault() => return Ok(None),
            sender => sender?.unwrap_or_default(),
        };
        let its_key = self.ring.key(envelope.key)?;
        let mut expected: Vec<u128> =
            marks_of(&sender).iter().map(|mark| digest(its_key, mark)).collect();
        expected.sort_unstable();
        expected.dedup();
        let table = self.txn.open_table(tables::SEALED_MATCH)?;
        for digest in &expected {
            if table.get((*digest, key))?.is_none() {
                return Ok(Some("sealed_match lacks a key"));
            }
        }
        Ok((expected != envelope.matches).then_some("the matches are not the sender's"))
    }

    /// What is wrong with the seal as a whole: a line each.
    pub(in crate::store) fn check_seals(&self, faults: &mut Vec<String>) -> Result<(), StoreError> {
        let sealed = self.txn.open_table(tables::PETITION_SEALED)?;
        let held = self.txn.open_table(tables::HELD_SEALED)?;
        if let Some(fault) = self.ring.fault()
            && (!sealed.is_empty()? || !held.is_empty()?)
        {
            faults.push(format!("what is under seal could not be checked: {fault}"));
        }
        let mut matches = 0;
        for entry in sealed.iter()? {
            let (key, bytes) = entry?;
            matches += decode::<EnvelopeV1>(&key.value(), bytes.value())
                .map_or(0, |envelope| envelope.matches.len() as u64);
        }
        let found = self.txn.open_table(tables::SEALED_MATCH)?.len()?;
        if found != matches {
            faults.push(format!("sealed_match: {found} rows, {matches} expected"));
        }
        let rows = self.txn.open_table(tables::HELD_ROW)?;
        for entry in held.iter()? {
            let (id, bytes) = entry?;
            let id = HeldRowId(id.value());
            if rows.get(id.0)?.is_none() {
                faults.push(format!("held_sealed {id}: no such row"));
            }
            let envelope = decode::<EnvelopeV1>(&id, bytes.value());
            let opened = envelope.and_then(|envelope| {
                disclose::<super::HeldSender>(&self.ring, Place::HeldRow(id.0), &envelope)
            });
            match opened {
                Err(StoreError::Seal(SealFault::Missing { .. } | SealFault::Unusable { .. }))
                | Ok(_) => {}
                Err(error) => faults.push(error.to_string()),
            }
        }
        Ok(())
    }
}
