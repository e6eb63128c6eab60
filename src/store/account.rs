//! Accounts and sessions.
//!
//! A session's key is the SHA-256 of the cookie's value, a recovery code is kept as its SHA-256: who reads the store can't
//! sign in with those. The key of one-time codes has to be kept as it is; whoever reads the store reads it.

use std::fmt;
use std::net::IpAddr;

use chrono::{DateTime, FixedOffset};
use redb::{ReadableTable, ReadableTableMetadata};
use serde::{Deserialize, Serialize};

use super::codec::{day, decode, encode, moment, stored};
use super::counter::Series;
use super::error::StoreError;
use super::{Snapshot, Tx, tables};
use crate::domain::id::{AccountId, UnitId};
use crate::domain::permission::tenure::{Tenure, Tenures};
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
    /// Posts, past and future ones too.
    pub posts: Tenures,
    /// One-time codes, where they are set up.
    pub codes: Option<CodeKey>,
    /// SHA-256 of the marks of browsers in which its holder signed in, the oldest first.
    pub browsers: Vec<[u8; 32]>,
    /// Closed accounts stay for the history but can't sign in.
    pub is_active: bool,
}

/// What one-time codes (RFC 6238) are made from and compared with.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeKey {
    /// The key that the person's device has too.
    pub secret: Vec<u8>,
    /// Step of the last code that was used: none up to it is taken again.
    pub last_step: u64,
    /// SHA-256 of each recovery code that is still good.
    pub recovery: Vec<[u8; 32]>,
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CodeKey").field("last_step", &self.last_step).finish_non_exhaustive()
    }
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
    /// Where it began, as far as that is known.
    pub address: Option<IpAddr>,
    /// The browser in words.
    pub browser: String,
}

#[derive(Serialize, Deserialize)]
struct AccountV1 {
    user_name: String,
    full_name: String,
    password_hash: String,
    posts: Vec<TenureV1>,
    codes: Option<CodeKeyV1>,
    browsers: Vec<[u8; 32]>,
    is_active: bool,
}

#[derive(Serialize, Deserialize)]
struct TenureV1 {
    role: Role,
    unit: Option<u16>,
    from: i32,
    until: Option<i32>,
}

#[derive(Serialize, Deserialize)]
struct CodeKeyV1 {
    secret: Vec<u8>,
    last_step: u64,
    recovery: Vec<[u8; 32]>,
}

#[derive(Serialize, Deserialize)]
struct SessionV1 {
    account: u32,
    began_at: i64,
    seen_at: i64,
    address: Option<IpAddr>,
    browser: String,
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
        self.account.insert(account.id.0, encode(&AccountV1::from(account))?.as_slice())?;
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
        self.session.insert(key, encode(&SessionV1::from(session))?.as_slice())?;
        Ok(())
    }

    /// Ends a session.
    pub fn end_session(&mut self, key: &[u8]) -> Result<(), StoreError> {
        self.session.remove(key)?;
        Ok(())
    }

    /// Ends the sessions of an account, but for the one with the key `but`.
    pub fn end_sessions_of(
        &mut self,
        account: AccountId,
        but: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        self.end_where(|key, session| session.account == account.0 && Some(key) != but)
    }

    /// Ends the sessions of anybody that were last seen before a moment.
    pub fn end_sessions_before(&mut self, at: DateTime<FixedOffset>) -> Result<(), StoreError> {
        let at = moment::millis(at);
        self.end_where(|_, session| session.seen_at < at)
    }

    fn end_where(&mut self, ends: impl Fn(&[u8], &SessionV1) -> bool) -> Result<(), StoreError> {
        let mut ended: Vec<Vec<u8>> = Vec::new();
        for entry in self.session.iter()? {
            let (key, bytes) = entry?;
            if ends(key.value(), &decode(&"(session)", bytes.value())?) {
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
                    if let Some(fault) = account.posts.fault() {
                        faults.push(format!("posts of account {}: {fault}", account.id));
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
        decode(&"(session)", bytes.value()).map(|record: SessionV1| Some(record.into()))
    }

    /// The sessions of an account with their keys.
    pub fn sessions_of(&self, account: AccountId) -> Result<Vec<(Vec<u8>, Session)>, StoreError> {
        let mut found = Vec::new();
        for entry in self.txn.open_table(tables::SESSION)?.iter()? {
            let (key, bytes) = entry?;
            let session: SessionV1 = decode(&"(session)", bytes.value())?;
            if session.account == account.0 {
                found.push((key.value().to_vec(), session.into()));
            }
        }
        Ok(found)
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
    let tenure = |one: TenureV1| Tenure {
        post: Post { role: one.role, unit: one.unit.map(UnitId) },
        from: day::date(one.from),
        until: one.until.map(day::date),
    };
    Account {
        id,
        user_name: record.user_name,
        full_name: record.full_name,
        password_hash: record.password_hash,
        posts: Tenures::stored(record.posts.into_iter().map(tenure).collect()),
        codes: record.codes.map(|codes| CodeKey {
            secret: codes.secret,
            last_step: codes.last_step,
            recovery: codes.recovery,
        }),
        browsers: record.browsers,
        is_active: record.is_active,
    }
}

impl From<&Account> for AccountV1 {
    fn from(account: &Account) -> Self {
        let tenure = |one: &Tenure| TenureV1 {
            role: one.post.role,
            unit: one.post.unit.map(|unit| unit.0),
            from: day::number(one.from),
            until: one.until.map(day::number),
        };
        Self {
            user_name: account.user_name.clone(),
            full_name: account.full_name.clone(),
            password_hash: account.password_hash.clone(),
            posts: account.posts.all().iter().map(tenure).collect(),
            codes: account.codes.as_ref().map(|codes| CodeKeyV1 {
                secret: codes.secret.clone(),
                last_step: codes.last_step,
                recovery: codes.recovery.clone(),
            }),
            browsers: account.browsers.clone(),
            is_active: account.is_active,
        }
    }
}

impl From<&Session> for SessionV1 {
    fn from(session: &Session) -> Self {
        Self {
            account: session.account.0,
            began_at: moment::millis(session.began_at),
            seen_at: moment::millis(session.seen_at),
            address: session.address,
            browser: session.browser.clone(),
        }
    }
}

impl From<SessionV1> for Session {
    fn from(record: SessionV1) -> Self {
        Self {
            account: AccountId(record.account),
            began_at: moment::instant(record.began_at),
            seen_at: moment::instant(record.seen_at),
            address: record.address,
            browser: record.browser,
        }
    }
}
