//! What is under seal: senders of petitions and of held rows, encrypted, and the keyed matches that find them again.
//!
//! Invariant: an identity under seal is in its envelope and nowhere else in the store; the matches of a petition are those
//! that its envelope names, which are authenticated with it. Without the key nothing is sealed, opened or matched, and
//! everything else goes on. Called by `store::petition`, `store::import` and, for keys, by `app::identity`.

mod check;
mod held;
mod ring;
mod rotate;

use redb::ReadableTable;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::codec::{Record, decode, encode, stored};
use super::counter::Series;
use super::error::StoreError;
use super::record::{BodyV1, SealedV1};
use super::{Snapshot, Tx, tables};
use crate::domain::confidential::Confidential;
use crate::domain::correction::{Correctable, Kept, reveal};
use crate::domain::event::{Event, Happening};
use crate::domain::id::PetitionId;
use crate::domain::person::{Mark, Petitioner, ProtectedSender};
use crate::domain::petition::Petition;
use ring::{Key, NONCE_BYTES};

pub(super) use held::HeldSender;
pub(super) use ring::Ring;
pub use ring::{SealFault, default_place};
pub use rotate::{Rotated, SealStatus};

/// A sealed record as it is stored.
#[derive(Serialize, Deserialize)]
struct EnvelopeV1 {
    /// The key that opens it.
    key: u32,
    nonce: [u8; NONCE_BYTES],
    /// What the sender is matched by, under the same key.
    matches: Vec<u128>,
    sealed: Vec<u8>,
}

stored!(EnvelopeV1 in "petition_sealed, held_sealed", version 1);

/// What a sealed record belongs to: one that is moved to another place does not open.
#[derive(Debug, Clone, Copy)]
enum Place {
    Petition(u64),
    HeldRow(u64),
}

impl Place {
    fn bytes(self, key: u32, matches: &[u128]) -> Vec<u8> {
        let (kind, of) = match self {
            Self::Petition(of) => (b'p', of),
            Self::HeldRow(of) => (b'h', of),
        };
        let mut bytes = vec![kind];
        bytes.extend(of.to_be_bytes());
        bytes.extend(key.to_be_bytes());
        for digest in matches {
            bytes.extend(digest.to_be_bytes());
        }
        bytes
    }

    fn number(self) -> u64 {
        match self {
            Self::Petition(of) | Self::HeldRow(of) => of,
        }
    }
}

/// Puts a record into an envelope under the newest key.
fn enclose(
    ring: &Ring,
    place: Place,
    record: &impl Record,
    marks: &[Mark],
) -> Result<EnvelopeV1, StoreError> {
    let key = ring.newest()?;
    let plain = Zeroizing::new(encode(record)?);
    let mut nonce = [0; NONCE_BYTES];
    getrandom::fill(&mut nonce).map_err(|error| std::io::Error::other(error.to_string()))?;
    let mut matches: Vec<u128> = marks.iter().map(|mark| digest(key, mark)).collect();
    matches.sort_unstable();
    matches.dedup();
    let sealed = key.seal(nonce, &plain, &place.bytes(key.id, &matches));
    let sealed = sealed.ok_or_else(|| damaged(place, "can't be sealed"))?;
    Ok(EnvelopeV1 { key: key.id, nonce, matches, sealed })
}

/// Takes a record out of its envelope.
fn disclose<R: Record>(ring: &Ring, place: Place, envelope: &EnvelopeV1) -> Result<R, StoreError> {
    let key = ring.key(envelope.key)?;
    let about = place.bytes(key.id, &envelope.matches);
    let plain = key.open(envelope.nonce, &envelope.sealed, &about);
    let plain = plain.ok_or_else(|| damaged(place, "the seal does not open with its key"))?;
    decode(&place.number(), &plain)
}

fn damaged(place: Place, detail: &str) -> StoreError {
    let (table, key) = match place {
        Place::Petition(of) => {
            let id = PetitionId::from_key(of);
            ("petition_sealed", id.map_or_else(|| of.to_string(), |id| id.to_string()))
        }
        Place::HeldRow(of) => ("held_sealed", of.to_string()),
    };
    StoreError::Corrupt { table, key, detail: detail.into() }
}

/// What a mark is matched by.
fn digest(key: &Key, mark: &Mark) -> u128 {
    match mark {
        Mark::Name(name) => key.digest(b'n', name),
        Mark::Number(number) => key.digest(b'i', number),
        Mark::Phone(phone) => key.digest(b'p', phone),
    }
}

fn marks_of(sender: &ProtectedSender) -> Vec<Mark> {
    sender.petitioner.as_ref().map(Petitioner::marks).unwrap_or_default()
}

fn load_sealed(
    table: &impl ReadableTable<u64, &'static [u8]>,
    ring: &Ring,
    id: PetitionId,
) -> Result<Option<ProtectedSender>, StoreError> {
    let Some(bytes) = table.get(id.key())? else { return Ok(None) };
    let envelope: EnvelopeV1 = decode(&id, bytes.value())?;
    let record: SealedV1 = disclose(ring, Place::Petition(id.key()), &envelope)?;
    Ok(Some(record.into()))
}

/// Petitions whose protected sender bears one of these marks, by each key that there is.
fn matching(
    table: &impl ReadableTable<(u128, u64), ()>,
    ring: &Ring,
    marks: &[Mark],
) -> Result<Vec<PetitionId>, StoreError> {
    let mut found = Vec::new();
    for key in ring.keys()? {
        for mark in marks {
            let digest = digest(key, mark);
            for entry in table.range((digest, 0)..=(digest, u64::MAX))? {
                found.extend(PetitionId::from_key(entry?.0.value().1));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Takes out of an event what a correction told of a sender who is protected, to be kept under seal.
fn conceal(event: &mut Event, number: u32) -> Vec<Kept> {
    if let Happening::Corrected(correction) = &mut event.happening {
        correction.conceal(number)
    } else {
        Vec::new()
    }
}

impl Tx<'_> {
    /// What is known of a protected sender, under seal.
    pub fn protected_sender(
        &self,
        id: PetitionId,
    ) -> Result<Option<Confidential<ProtectedSender>>, StoreError> {
        Ok(self.sealed_record(id)?.map(Confidential::seal))
    }

    /// Petitions whose protected sender bears one of these marks: for the intake, which says no more than that there are.
    pub fn sealed_matches(&self, marks: &[Mark]) -> Result<Vec<PetitionId>, StoreError> {
        matching(&self.sealed_match, &self.ring, marks)
    }

    pub(super) fn sealed_record(
        &self,
        id: PetitionId,
    ) -> Result<Option<ProtectedSender>, StoreError> {
        load_sealed(&self.sealed, &self.ring, id)
    }

    /// Writes what is known of a sender under seal, in place of what was known before.
    pub(super) fn put_sealed(
        &mut self,
        id: PetitionId,
        sender: &ProtectedSender,
    ) -> Result<(), StoreError> {
        let (record, marks) = (SealedV1::from(sender), marks_of(sender));
        let envelope = enclose(&self.ring, Place::Petition(id.key()), &record, &marks)?;
        self.put_envelope(id, &envelope)
    }

    fn put_envelope(&mut self, id: PetitionId, envelope: &EnvelopeV1) -> Result<(), StoreError> {
        self.remove_sealed(id)?;
        for digest in &envelope.matches {
            self.sealed_match.insert((*digest, id.key()), ())?;
        }
        self.sealed.insert(id.key(), encode(envelope)?.as_slice())?;
        Ok(())
    }

    /// Takes the sealed record out with its matches; needs no key.
    pub(super) fn remove_sealed(&mut self, id: PetitionId) -> Result<(), StoreError> {
        let envelope = match self.sealed.remove(id.key())? {
            None => return Ok(()),
            Some(bytes) => decode::<EnvelopeV1>(&id, bytes.value())?,
        };
        for digest in envelope.matches {
            self.sealed_match.remove((digest, id.key()))?;
        }
        Ok(())
    }

    /// Puts a sender who must be protected under seal; whether there was one to put.
    pub(super) fn seal(
        &mut self,
        petition: &mut Petition,
        note: Option<String>,
    ) -> Result<bool, StoreError> {
        if petition.is_sealed() || !petition.must_be_sealed() {
            return Ok(false);
        }
        let petitioner = petition.facts.petitioner.take();
        let is_outside = petition.protection.outside.is_some();
        if petitioner.is_none() && note.is_none() && !is_outside {
            return Ok(false);
        }
        let was_in_clear = self.head.get(petition.id.key())?.is_some();
        if was_in_clear {
            self.leaves_clear(petition.id.key())?;
        }
        let kept = self.conceal_history(petition.id)?;
        let sender = ProtectedSender { petitioner, note, kept };
        if is_outside && sender.is_blank() {
            petition.seal = Some(self.next(Series::Seal { year: petition.id.year })?);
        } else {
            self.put_seal(petition, &sender)?;
        }
        Ok(true)
    }

    /// Writes what is known of a sender under seal and gives the petition the next number of its year's seals.
    pub(super) fn put_seal(
        &mut self,
        petition: &mut Petition,
        sender: &ProtectedSender,
    ) -> Result<(), StoreError> {
        self.put_sealed(petition.id, sender)?;
        petition.seal = Some(self.next(Series::Seal { year: petition.id.year })?);
        Ok(())
    }

    /// Keeps what a correction told of a protected sender under seal, and out of its event.
    ///
    /// `sender` is the person as corrected, and whether the correction was of the person.
    pub(super) fn keep_sealed(
        &mut self,
        petition: &Petition,
        event: &mut Event,
        (sender, is_corrected): (Option<Petitioner>, bool),
    ) -> Result<(), StoreError> {
        let kept = conceal(event, petition.revision);
        if !kept.is_empty() {
            self.leaves_clear(petition.id.key())?;
        }
        if kept.is_empty() && !is_corrected {
            return Ok(());
        }
        let mut protected = self.sealed_record(petition.id)?.unwrap_or_default();
        if is_corrected {
            protected.petitioner = sender;
        }
        protected.kept.extend(kept);
        self.put_sealed(petition.id, &protected)
    }

    /// Takes out of a history what corrections told of a sender who is protected from now on, to be kept under seal.
    fn conceal_history(&mut self, id: PetitionId) -> Result<Vec<Kept>, StoreError> {
        let mut all = Vec::new();
        for (number, mut event) in (1..).zip(self.history(id)?) {
            let kept = conceal(&mut event, number);
            if !kept.is_empty() {
                self.put_event(id, number, &event)?;
                all.extend(kept);
            }
        }
        Ok(all)
    }

    /// Puts the sender of a petition whose seal was lifted back into the record, and the history as it was.
    pub(super) fn unseal(&mut self, petition: &mut Petition) -> Result<(), StoreError> {
        let id = petition.id;
        let sender = self.sealed_record(id)?.unwrap_or_default();
        petition.seal = None;
        petition.facts.petitioner = sender.petitioner;
        let notes: Vec<String> =
            petition.facts.note.take().into_iter().chain(sender.note).collect();
        petition.facts.note = (!notes.is_empty()).then(|| notes.join("; "));
        let mut history = self.history(id)?;
        for number in reveal(Correctable(&petition.facts), &mut history, &sender.kept) {
            if let Some(event) = history.get(number as usize - 1) {
                self.put_event(id, number, event)?;
            }
        }
        self.remove_sealed(id)?;
        self.body.insert(id.key(), encode(&BodyV1::of(petition))?.as_slice())?;
        Ok(())
    }
}

impl Snapshot {
    /// What is known of a protected sender, under seal.
    pub fn protected_sender(
        &self,
        id: PetitionId,
    ) -> Result<Option<Confidential<ProtectedSender>>, StoreError> {
        let table = self.txn.open_table(tables::PETITION_SEALED)?;
        Ok(load_sealed(&table, &self.ring, id)?.map(Confidential::seal))
    }

    /// Petitions whose protected sender bears one of these marks, whoever may know them: the caller leaves out the others.
    pub fn sealed_matches(&self, marks: &[Mark]) -> Result<Vec<PetitionId>, StoreError> {
        matching(&self.txn.open_table(tables::SEALED_MATCH)?, &self.ring, marks)
    }

    /// Why nothing can be sealed or opened now.
    pub fn seal_fault(&self) -> Option<&SealFault> {
        self.ring.fault()
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::HEXLOWER;

    use super::*;
    use crate::domain::correction::CorrectedField;
    use crate::domain::ledger::{Column, LedgerRow};
    use crate::domain::person::{IdentityNumber, Phone};

    fn sender() -> ProtectedSender {
        ProtectedSender {
            petitioner: Some(Petitioner {
                name: "Lê Kín".into(),
                address: Some("Tổ 5".into()),
                ward: Some("P. Lê Lợi".into()),
                identity_number: IdentityNumber::parse("211012345").ok(),
                phone: Phone::parse("0905123456").ok(),
            }),
            note: Some("thư".into()),
            kept: vec![Kept { event: 2, field: CorrectedField::Name, old: Some("Lê Kin".into()) }],
        }
    }

    /// The shapes inside the envelopes: golden bytes of what is stored encrypted.
    #[test]
    fn what_is_sealed_is_written_as_it_always_was() {
        let hex = |bytes: Vec<u8>| HEXLOWER.encode(&bytes);
        assert_eq!(
            hex(encode(&SealedV1::from(&sender())).unwrap()),
            "0101084cc3aa204bc3ad6e010654e1bb952035010c502e204cc3aa204ce1bba3690109323131303132333435010a3039303531323334353601047468c6b001020401074cc3aa204b696e"
        );
        let cells = [(Column::Sender, "Lê Kín".to_owned())].into();
        let others = vec![("Email".into(), "k@v.vn".into())];
        let mut row = LedgerRow { sheet: "S".into(), row: 1, cells, others };
        let held = HeldSender::take_from(&mut row).unwrap();
        assert!(row.cells.is_empty() && row.others.is_empty());
        assert_eq!(
            hex(encode(&held).unwrap()),
            "0101096e67756f692d677569084cc3aa204bc3ad6e0105456d61696c066b40762e766e"
        );
        let envelope =
            EnvelopeV1 { key: 258, nonce: [7; NONCE_BYTES], matches: vec![1], sealed: vec![9, 8] };
        assert_eq!(
            hex(encode(&envelope).unwrap()),
            "01fb02010707070707070707070707070707070707070707070707070101020908"
        );
    }

    #[test]
    fn an_envelope_opens_in_its_place_and_whole_or_not_at_all() {
        let folder = tempfile::TempDir::new().unwrap();
        let ring = Ring::open(&folder.path().join("k"), true);
        let (place, record) = (Place::Petition(7), SealedV1::from(&sender()));
        let make = || enclose(&ring, place, &record, &marks_of(&sender())).unwrap();
        let opened: SealedV1 = disclose(&ring, place, &make()).unwrap();
        assert_eq!(ProtectedSender::from(opened), sender());
        assert_eq!(make().matches.len(), 3, "name, number, telephone");
        assert_eq!(make().matches, make().matches);
        assert_ne!(make().sealed, make().sealed, "two seals of one sender don't look alike");
        let fails =
            |envelope: &EnvelopeV1, place| disclose::<SealedV1>(&ring, place, envelope).is_err();
        assert!(fails(&make(), Place::Petition(8)) && fails(&make(), Place::HeldRow(7)));
        let mut other = make();
        other.matches[0] ^= 1;
        assert!(fails(&other, place));
        let mut other = make();
        other.sealed[0] ^= 1;
        assert!(fails(&other, place));
    }
}
