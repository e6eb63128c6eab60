//! Settings of the office: its name, its city and the one-time key of the first start.

use super::error::StoreError;
use super::{Snapshot, Tx, tables};

const OFFICE_NAME: &str = "office_name";
const CITY: &str = "city";
const SETUP_KEY: &str = "setup_key";
const SHIPPED_LAW: &str = "shipped_law";

impl Tx<'_> {
    /// Sets the name of the office.
    pub fn set_office_name(&mut self, name: &str) -> Result<(), StoreError> {
        self.meta.insert(OFFICE_NAME, name.as_bytes())?;
        Ok(())
    }

    /// Sets the city that the office governs: people add it to the names of units.
    pub fn set_city(&mut self, city: &str) -> Result<(), StoreError> {
        self.meta.insert(CITY, city.as_bytes())?;
        Ok(())
    }

    /// Remembers by which shipped law the open due dates were reckoned, by its digest.
    pub fn set_shipped_law(&mut self, digest: &[u8]) -> Result<(), StoreError> {
        self.meta.insert(SHIPPED_LAW, digest)?;
        Ok(())
    }

    /// Sets the digest of the one-time key with which the first administrator is made; `None` uses it up.
    pub fn set_setup_key(&mut self, digest: Option<&[u8]>) -> Result<(), StoreError> {
        match digest {
            Some(digest) => self.meta.insert(SETUP_KEY, digest)?.map(drop),
            None => self.meta.remove(SETUP_KEY)?.map(drop),
        };
        Ok(())
    }
}

impl Snapshot {
    /// The name of the office, once it was set.
    pub fn office_name(&self) -> Result<Option<String>, StoreError> {
        self.meta_text(OFFICE_NAME)
    }

    /// The city that the office governs.
    pub fn city(&self) -> Result<Option<String>, StoreError> {
        self.meta_text(CITY)
    }

    /// By which shipped law the open due dates were reckoned; `None` before the first.
    pub fn shipped_law(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let meta = self.txn.open_table(tables::META)?;
        let digest = meta.get(SHIPPED_LAW)?;
        Ok(digest.map(|digest| digest.value().to_vec()))
    }

    fn meta_text(&self, key: &str) -> Result<Option<String>, StoreError> {
        let meta = self.txn.open_table(tables::META)?;
        let text = meta.get(key)?;
        Ok(text.map(|text| String::from_utf8_lossy(text.value()).into_owned()))
    }

    /// Digest of the one-time key, while the first administrator is still to be made.
    pub fn setup_key(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let meta = self.txn.open_table(tables::META)?;
        let digest = meta.get(SETUP_KEY)?;
        Ok(digest.map(|digest| digest.value().to_vec()))
    }
}
