//! The keys of the seal: adopted at start, copied apart, changed for a new one in chunks.
//!
//! A rotation that was killed goes on when it is asked for again: as long as a record is under an older key, no other
//! key is made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use redb::{ReadableTable, ReadableTableMetadata};

use super::{EnvelopeV1, HeldSender, Place, Ring, SealFault, disclose, enclose, marks_of};
use crate::domain::id::PetitionId;
use crate::domain::person::ProtectedSender;
use crate::store::codec::{decode, encode};
use crate::store::error::StoreError;
use crate::store::record::SealedV1;
use crate::store::{Snapshot, Store, Tx, tables};

/// Identifier of the key under which the store seals.
const SEAL_KEY: &str = "seal_key";
/// Records of one transaction: other writers wait for no longer than these take.
const CHUNK: usize = 500;

/// How the seal of a store stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealStatus {
    /// The key file.
    pub place: PathBuf,
    /// Why nothing can be sealed or opened.
    pub fault: Option<SealFault>,
    /// Identifiers of the keys in the file, the oldest first; the last one seals.
    pub keys: Vec<u32>,
    /// How many records each key opens.
    pub records: BTreeMap<u32, u64>,
}

/// What a rotation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotated {
    /// The key that seals from now on.
    pub key: u32,
    /// Records that were put under it.
    pub records: u64,
    /// It went on with one that had been interrupted.
    pub is_continued: bool,
}

impl Store {
    /// Takes the keys of a file into use: at start, and after the file has changed.
    pub(in crate::store) fn take_keys(&self, place: &Path) -> Result<(), StoreError> {
        let snapshot = self.read()?;
        let (wanted, has_sealed) = (snapshot.sealing_key()?, snapshot.has_sealed()?);
        let ring = Ring::open(place, !has_sealed);
        // Nothing is under seal yet: any key will do.
        let ring = match wanted {
            Some(id) if has_sealed => ring.requiring(id),
            Some(_) | None => ring,
        };
        let newest = ring.newest().map(|key| key.id);
        self.use_ring(ring);
        match newest {
            Ok(id) if wanted != Some(id) => match self.write(|tx| tx.set_sealing_key(id)) {
                // A disk that is full must not keep anybody from reading: the next start writes it.
                Err(StoreError::DiskFull) => Ok(()),
                written => written,
            },
            Ok(_) => Ok(()),
            Err(fault) => {
                tracing::error!(%fault, "identities can't be sealed or opened");
                Ok(())
            }
        }
    }

    fn use_ring(&self, ring: Ring) {
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }

    pub(in crate::store) fn ring(&self) -> Arc<Ring> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Why nothing can be sealed or opened now.
    pub fn seal_fault(&self) -> Option<SealFault> {
        self.ring().fault().cloned()
    }

    /// How the seal stands.
    pub fn seal_status(&self) -> Result<SealStatus, StoreError> {
        let ring = self.ring();
        let mut records = BTreeMap::new();
        let snapshot = self.read()?;
        for place in snapshot.sealed_places()? {
            *records.entry(place.1).or_default() += 1;
        }
        let keys = ring.keys().map(|keys| keys.iter().map(|key| key.id).collect());
        Ok(SealStatus {
            place: ring.place().to_owned(),
            fault: ring.fault().cloned(),
            keys: keys.unwrap_or_default(),
            records,
        })
    }

    /// Copies the keys into a file that is not there yet.
    pub fn copy_keys(&self, copy: &Path) -> Result<(), StoreError> {
        Ok(self.ring().copy_to(copy)?)
    }

    /// Makes a new key and puts everything that is sealed under it; goes on with a rotation that was interrupted.
    ///
    /// `watch` is told after each chunk how many records were done, of how many.
    pub fn rotate_key(&self, watch: &mut dyn FnMut(u64, u64)) -> Result<Rotated, StoreError> {
        let ring = self.ring();
        let is_older = |ring: &Ring| -> Result<Vec<(Place, u32)>, StoreError> {
            let newest = ring.newest()?.id;
            let all = self.read()?.sealed_places()?;
            // What a lost key sealed can't be put under another.
            let is_older = |id: u32| id != newest && ring.key(id).is_ok();
            Ok(all.into_iter().filter(|(_, key)| is_older(*key)).collect())
        };
        let is_continued = !is_older(&ring)?.is_empty();
        if !is_continued {
            self.use_ring(ring.with_new_key()?);
        }
        let ring = self.ring();
        let key = ring.newest()?.id;
        self.write(|tx| tx.set_sealing_key(key))?;
        let places = is_older(&ring)?;
        let (total, mut done) = (places.len() as u64, 0);
        for chunk in places.chunks(CHUNK) {
            self.write(|tx| chunk.iter().try_for_each(|(place, _)| tx.reseal(*place)))?;
            done += chunk.len() as u64;
            watch(done, total);
        }
        Ok(Rotated { key, records: done, is_continued })
    }

    /// Goes on with a new key file where the old one is lost: what was sealed under it stays closed.
    pub fn start_keys_anew(&self) -> Result<u32, StoreError> {
        let ring = Ring::anew(self.ring().place())?;
        let key = ring.newest()?.id;
        self.use_ring(ring);
        self.write(|tx| tx.set_sealing_key(key))?;
        Ok(key)
    }
}

impl Tx<'_> {
    fn set_sealing_key(&mut self, key: u32) -> Result<(), StoreError> {
        self.meta.insert(SEAL_KEY, key.to_be_bytes().as_slice())?;
        Ok(())
    }

    /// Puts a record under the newest key; one that is gone meanwhile is left.
    fn reseal(&mut self, place: Place) -> Result<(), StoreError> {
        match place {
            Place::Petition(key) => {
                let Some(bytes) = self.sealed.get(key)?.map(|bytes| bytes.value().to_vec()) else {
                    return Ok(());
                };
                let record: SealedV1 = disclose(&self.ring, place, &decode(&key, &bytes)?)?;
                let sender = ProtectedSender::from(record);
                let record = SealedV1::from(&sender);
                let envelope = enclose(&self.ring, place, &record, &marks_of(&sender))?;
                let id = PetitionId::from_key(key).ok_or_else(|| super::damaged(place, "key"))?;
                self.put_envelope(id, &envelope)
            }
            Place::HeldRow(key) => {
                let Some(bytes) = self.held_sealed.get(key)?.map(|bytes| bytes.value().to_vec())
                else {
                    return Ok(());
                };
                let sender: HeldSender = disclose(&self.ring, place, &decode(&key, &bytes)?)?;
                let envelope = enclose(&self.ring, place, &sender, &[])?;
                self.held_sealed.insert(key, encode(&envelope)?.as_slice())?;
                Ok(())
            }
        }
    }
}

impl Snapshot {
    fn sealing_key(&self) -> Result<Option<u32>, StoreError> {
        let meta = self.txn.open_table(tables::META)?;
        let key = meta.get(SEAL_KEY)?;
        Ok(key.and_then(|key| Some(u32::from_be_bytes(key.value().try_into().ok()?))))
    }

    fn has_sealed(&self) -> Result<bool, StoreError> {
        let petitions = self.txn.open_table(tables::PETITION_SEALED)?;
        let held = self.txn.open_table(tables::HELD_SEALED)?;
        Ok(!petitions.is_empty()? || !held.is_empty()?)
    }

    /// Everything under seal, with the key that opens it.
    fn sealed_places(&self) -> Result<Vec<(Place, u32)>, StoreError> {
        let mut places = Vec::new();
        for entry in self.txn.open_table(tables::PETITION_SEALED)?.iter()? {
            let (key, bytes) = entry?;
            let envelope: EnvelopeV1 = decode(&key.value(), bytes.value())?;
            places.push((Place::Petition(key.value()), envelope.key));
        }
        for entry in self.txn.open_table(tables::HELD_SEALED)?.iter()? {
            let (key, bytes) = entry?;
            let envelope: EnvelopeV1 = decode(&key.value(), bytes.value())?;
            places.push((Place::HeldRow(key.value()), envelope.key));
        }
        Ok(places)
    }
}
