//! Settings of the office: its name, its city, who must have one-time codes, and the one-time key of the first start.

use super::error::StoreError;
use super::{Snapshot, Tx, tables};
use crate::domain::permission::Role;

const OFFICE_NAME: &str = "office_name";
const CITY: &str = "city";
const CODE_ROLES: &str = "code_roles";
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

    /// Sets the roles whose holders must have one-time codes.
    pub fn set_code_roles(&mut self, roles: &[Role]) -> Result<(), StoreError> {
        let codes = roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(",");
        self.meta.insert(CODE_ROLES, codes.as_bytes())?;
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

    /// The roles whose holders must have one-time codes.
    pub fn code_roles(&self) -> Result<Vec<Role>, StoreError> {
        let codes = self.meta_text(CODE_ROLES)?.unwrap_or_default();
        Ok(codes.split(',').filter_map(Role::from_code).collect())
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
