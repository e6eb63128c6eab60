//! Accounts and sessions.
//!
//! A session's key is the SHA-256 of the cookie's value: who reads the store can't sign in with what is in it.

use chrono::{DateTime, FixedOffset};
use redb::{ReadableTable, ReadableTableMetadata};
use serde::{Deserialize, Serialize};

use super::codec::{decode, encode, moment, stored};
use super::counter::Series;
use super::error::StoreError;
use super::{Snapshot, Tx, tables};
use crate::domain::id::{AccountId, UnitId};
use crate::domain::permission::{Post, Role};
use crate::domain::text;

/// A person's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: AccountId,
    /// Name to sign in with; compared without case and marks.
    pub user_name: String,
    /// Name on pages and papers.
    pub full_name: String,
    /// Argon2id, in PHC form.
    pub password_hash: String,
    /// Roles held.
    pub posts: Vec<Post>,
    /// Closed accounts stay for the history but can't sign in.
    pub is_active: bool,
}

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose it is.
    pub account: AccountId,
    /// When it began: sessions end some time after it, used or not.
    pub began_at: DateTime<FixedOffset>,
    /// When it was last used, to some minutes.
    pub seen_at: DateTime<FixedOffset>,
}

#[derive(Serialize, Deserialize)]
struct AccountV1 {
    user_name: String,
    full_name: String,
    password_hash: String,
    posts: Vec<(Role, Option<u16>)>,
    is_active: bool,
}

#[derive(Serialize, Deserialize)]
struct SessionV1 {
    account: u32,
    began_at: i64,
    seen_at: i64,
}

stored!(
    AccountV1 in "account", version 1;
    SessionV1 in "session", version 1;
);

impl Tx<'_> {
    /// Takes the next account number.
    pub fn next_account(&mut self) -> Result<AccountId, StoreError> {
        self.next(Series::Account).map(AccountId)
    }

    /// Writes an account, new or changed.
    pub fn put_account(&mut self, account: &Account) -> Result<(), StoreError> {
        if let Some(old) = read(&self.account, account.id)? {
            self.account_by_name.remove(text::fold(&old.user_name).as_str())?;
        }
        let record = AccountV1 {
            user_name: account.user_name.clone(),
            full_name: account.full_name.clone(),
            password_hash: account.password_hash.clone(),
            posts: account.posts.iter().map(|p| (p.role, p.unit.map(|u| u.0))).collect(),
            is_active: account.is_active,
        };
        self.account.insert(account.id.0, encode(&record)?.as_slice())?;
        self.account_by_name.insert(text::fold(&account.user_name).as_str(), account.id.0)?;
        Ok(())
    }

    /// The account with this name to sign in.
    pub fn account_named(&self, user_name: &str) -> Result<Option<AccountId>, StoreError> {
        let found = self.account_by_name.get(text::fold(user_name).as_str())?;
        Ok(found.map(|id| AccountId(id.value())))
    }

    /// An account as this transaction sees it.
    pub fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        read(&self.account, id)
    }

    /// Whether there is any account.
    pub fn has_accounts(&self) -> Result<bool, StoreError> {
        Ok(!self.account.is_empty()?)
    }

    /// All accounts as this transaction sees them.
    pub fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        all(&self.account)
    }

    /// Remembers that a session is in use now; one that was ended meanwhile stays ended.
    pub fn touch_session(
        &mut self,
        key: &[u8],
        now: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        let stored = self.session.get(key)?;
        let stored = stored.map(|bytes| decode::<SessionV1>(&"(session)", bytes.value()));
        if let Some(session) = stored.transpose()? {
            let record = SessionV1 { seen_at: moment::millis(now), ..session };
            self.session.insert(key, encode(&record)?.as_slice())?;
        }
        Ok(())
    }

    /// Writes a new session.
    pub fn put_session(&mut self, key: &[u8], session: &Session) -> Result<(), StoreError> {
        let record = SessionV1 {
            account: session.account.0,
            began_at: moment::millis(session.began_at),
            seen_at: moment::millis(session.seen_at),
        };
        self.session.insert(key, encode(&record)?.as_slice())?;
        Ok(())
    }

    /// Ends a session.
    pub fn end_session(&mut self, key: &[u8]) -> Result<(), StoreError> {
        self.session.remove(key)?;
        Ok(())
    }

    /// Ends all sessions of an account, and those of anybody that were last seen before `seen_before`.
    pub fn end_sessions(
        &mut self,
        account: Option<AccountId>,
        seen_before: DateTime<FixedOffset>,
    ) -> Result<(), StoreError> {
        let mut ended: Vec<Vec<u8>> = Vec::new();
        for entry in self.session.iter()? {
            let (key, bytes) = entry?;
            let session: SessionV1 = decode(&"(session)", bytes.value())?;
            let is_old = session.seen_at < moment::millis(seen_before);
            if is_old || account.is_some_and(|account| account.0 == session.account) {
                ended.push(key.value().to_vec());
            }
        }
        for key in ended {
            self.session.remove(key.as_slice())?;
        }
        Ok(())
    }
}

impl Snapshot {
    /// An account.
    pub fn account(&self, id: AccountId) -> Result<Option<Account>, StoreError> {
        read(&self.txn.open_table(tables::ACCOUNT)?, id)
    }

    /// The account with this name to sign in.
    pub fn account_named(&self, user_name: &str) -> Result<Option<Account>, StoreError> {
        let names = self.txn.open_table(tables::ACCOUNT_BY_NAME)?;
        match names.get(text::fold(user_name).as_str())? {
            Some(id) => self.account(AccountId(id.value())),
            None => Ok(None),
        }
    }

    /// Whether there is any account.
    pub fn has_accounts(&self) -> Result<bool, StoreError> {
        Ok(!self.txn.open_table(tables::ACCOUNT)?.is_empty()?)
    }

    /// All accounts, in the order they were made.
    pub fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        all(&self.txn.open_table(tables::ACCOUNT)?)
    }

    /// All accounts, each read or not for itself.
    pub fn each_account(&self) -> Result<Vec<Result<Account, StoreError>>, StoreError> {
        each(&self.txn.open_table(tables::ACCOUNT)?)
    }

    /// Sessions and names to sign in that can't be read or belong to no account, a line each.
    pub(super) fn check_accounts(&self, faults: &mut Vec<String>) -> Result<(), StoreError> {
        let accounts = self.each_account()?;
        let names = self.txn.open_table(tables::ACCOUNT_BY_NAME)?;
        for account in &accounts {
            match account {
                Ok(account) => {
                    let found = names.get(text::fold(&account.user_name).as_str())?;
                    if found.is_none_or(|id| id.value() != account.id.0) {
                        faults.push(format!("account_by_name lacks account {}", account.id));
                    }
                }
                Err(error) => faults.push(error.to_string()),
            }
        }
        if names.len()? != accounts.len() as u64 {
            let (found, expected) = (names.len()?, accounts.len());
            faults.push(format!("account_by_name: {found} rows, {expected} expected"));
        }
        for entry in self.txn.open_table(tables::SESSION)?.iter()? {
            let read: Result<SessionV1, _> = decode(&"(session)", entry?.1.value());
            faults.extend(read.err().map(|error| error.to_string()));
        }
        Ok(())
    }

    /// A session.
    pub fn session(&self, key: &[u8]) -> Result<Option<Session>, StoreError> {
        let table = self.txn.open_table(tables::SESSION)?;
        let Some(bytes) = table.get(key)? else { return Ok(None) };
        let record: SessionV1 = decode(&"(session)", bytes.value())?;
        Ok(Some(Session {
            account: AccountId(record.account),
            began_at: moment::instant(record.began_at),
            seen_at: moment::instant(record.seen_at),
        }))
    }
}

fn read(
    table: &impl ReadableTable<u32, &'static [u8]>,
    id: AccountId,
) -> Result<Option<Account>, StoreError> {
    let Some(bytes) = table.get(id.0)? else { return Ok(None) };
    Ok(Some(account(id, decode(&id, bytes.value())?)))
}

fn all(table: &impl ReadableTable<u32, &'static [u8]>) -> Result<Vec<Account>, StoreError> {
    each(table)?.into_iter().collect()
}

fn each(
    table: &impl ReadableTable<u32, &'static [u8]>,
) -> Result<Vec<Result<Account, StoreError>>, StoreError> {
    let mut accounts = Vec::new();
    for entry in table.iter()? {
        let (id, bytes) = entry?;
        let record = decode(&id.value(), bytes.value());
        accounts.push(record.map(|record| account(AccountId(id.value()), record)));
    }
    Ok(accounts)
}

fn account(id: AccountId, record: AccountV1) -> Account {
    let posts = record.posts.into_iter().map(|(role, unit)| Post { role, unit: unit.map(UnitId) });
    Account {
        id,
        user_name: record.user_name,
        full_name: record.full_name,
        password_hash: record.password_hash,
        posts: posts.collect(),
        is_active: record.is_active,
    }
}
