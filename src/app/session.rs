//! Sign-in and sessions.
//!
//! A token is 32 random bytes, new at each sign-in; the store keeps only its SHA-256. Sign-in has one step or, where
//! one-time codes are set up, two. Invariant: who is signed in is asked of the account at every request, with the posts of
//! the day, so that an end takes effect at once. Called by the pages of sign-in and by the extractor of every other page.

mod awaiting;
mod setup;
mod tries;
mod unwritten;

use std::net::IpAddr;

use chrono::{DateTime, Duration, FixedOffset, TimeDelta};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

use super::account::{self, Used};
use super::error::{AppError, Refused};
use super::{App, journal};
use crate::domain::id::AccountId;
use crate::domain::journal::{AccountAct, Act, ClientPlace, Entry, Who};
use crate::domain::permission::Actor;
use crate::store::account::{Account, Session};
use crate::store::error::StoreError;

pub use awaiting::Awaiting;
pub use setup::{FirstAdministrator, open_setup, set_up, setup_is_open};
use tries::Mark;
pub use tries::{Attempt, Tries, network};
pub use unwritten::Unwritten;

/// A session not used for this long has ended.
pub const IDLE_LIMIT: TimeDelta = Duration::hours(4);
/// A session ends after this long, used or not: a working day.
pub const ABSOLUTE_LIMIT: TimeDelta = Duration::hours(12);
/// How precisely the last use is kept: not every click is a write.
pub const SEEN_PRECISION: TimeDelta = Duration::minutes(5);
/// Bytes of a session's key that name it on the page of its owner.
const NAMED_BY: usize = 8;

/// From where somebody asks.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// The address, as far as it is known.
    pub address: Option<IpAddr>,
    /// The browser in words.
    pub browser: String,
    /// The mark that a sign-in left in the browser.
    pub mark: Option<String>,
}

impl Caller {
    /// The address as the journal has it.
    pub(super) fn place(&self) -> Option<ClientPlace> {
        self.address.map(|address| ClientPlace::new(&address.to_string()))
    }
}

/// What a right password leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Signed in.
    Done(Entered),
    /// A one-time code is still to be given; with the token for the cookie.
    CodeNeeded(String),
}

/// What a browser keeps of a sign-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The token of the session.
    pub token: String,
    /// A mark to keep beyond it, where the browser had none.
    pub mark: Option<String>,
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// The person with the posts of today.
    pub actor: Actor,
    /// Key of the session.
    pub key: Vec<u8>,
    /// One-time codes are required of a post and are not set up: until they are, nothing else may be done.
    pub must_set_up_codes: bool,
}

/// Counts a sign-in before its password is looked at.
///
/// # Errors
/// [`Refused::TooManyTries`] with the seconds to wait; nothing is compared then.
pub fn knock(app: &App, user_name: &str, caller: &Caller) -> Result<Attempt, AppError> {
    let named = app.store.read()?.account_named(user_name.trim())?;
    let mark = caller.mark.as_deref().map(mark_digest);
    let mark = mark.filter(|mark| named.as_ref().is_some_and(|one| one.browsers.contains(mark)));
    let admitted = app.tries.admit(user_name, caller, mark, app.clock.now());
    if admitted.is_err() {
        note_refusal(app, named.map(|account| account.id), caller);
    }
    Ok(admitted?)
}

fn note_refusal(app: &App, meant: Option<AccountId>, caller: &Caller) {
    app.note_refusal(Who::Stranger, caller.place(), journal::Refused::SignIn(meant));
}

/// Signs in with a password. On a full disk the session lives in memory.
pub fn sign_in(app: &App, attempt: &Attempt, password: &str) -> Result<SignIn, AppError> {
    let account = account::authenticated(app, attempt, password)?;
    let now = app.clock.now();
    if account.posts.on(now.date_naive()).next().is_none() {
        note_refusal(app, Some(account.id), attempt.caller());
        return Err(Refused::NoPostToday.into());
    }
    if account.codes.is_some() {
        let (token, digest) = new_token()?;
        app.awaiting.begin(digest, &account, now);
        return Ok(SignIn::CodeNeeded(token));
    }
    let entered = begin(app, &account, attempt.caller(), None)?;
    app.tries.succeeded(attempt, now);
    Ok(SignIn::Done(entered))
}

/// Whether a token is of somebody who owes a one-time code.
pub fn awaits_code(app: &App, token: &str) -> bool {
    app.awaiting.find(&digest(token), app.clock.now()).is_some()
}

/// Signs in with a one-time code, after the password.
///
/// # Errors
/// [`Refused::WrongCode`]; [`Refused::SignInLapsed`] when the password has to be given again.
pub fn give_code(
    app: &App,
    token: &str,
    typed: &str,
    caller: &Caller,
) -> Result<Entered, AppError> {
    let (key, now) = (digest(token), app.clock.now());
    let waiting = app.awaiting.find(&key, now).ok_or(Refused::SignInLapsed)?;
    let account = app.store.read()?.account(waiting.account)?;
    // Changed since the password was given: it has to be given again.
    let account = account
        .filter(|account| account.is_active && account.password_hash == waiting.password_hash);
    let Some((account, codes)) =
        account.and_then(|one| one.codes.clone().map(|codes| (one, codes)))
    else {
        app.awaiting.forget(&key);
        return Err(Refused::SignInLapsed.into());
    };
    let attempt = knock(app, &account.user_name, caller)?;
    let floor = app.unwritten.last_step(account.id);
    let Some(used) = account::read_code(&codes, typed, now, floor)? else {
        note_refusal(app, Some(account.id), caller);
        let goes_on = app.awaiting.was_wrong(&key);
        return Err(if goes_on { Refused::WrongCode } else { Refused::SignInLapsed }.into());
    };
    let entered = begin(app, &account, caller, Some(used))?;
    app.awaiting.forget(&key);
    app.tries.succeeded(&attempt, now);
    Ok(entered)
}

/// Begins a session of an account that proved itself, unless it is another one by now.
fn begin(
    app: &App,
    proven: &Account,
    caller: &Caller,
    used: Option<Used>,
) -> Result<Entered, AppError> {
    let (token, key) = new_token()?;
    let new_mark = if caller.mark.is_none() { Some(new_token()?.0) } else { None };
    let mark = caller.mark.as_ref().or(new_mark.as_ref()).map(|mark| mark_digest(mark));
    let now = app.clock.now();
    let session = Session {
        account: proven.id,
        began_at: now,
        seen_at: now,
        address: caller.address,
        browser: caller.browser.clone(),
    };
    let entry = Entry::new(now, Who::Account(proven.id), caller.place(), Act::SignedIn);
    let written = app.store.write(|tx| {
        // Closed, or given another password, while this one was being checked.
        let stored = tx
            .account(proven.id)?
            .filter(|stored| stored.is_active && stored.password_hash == proven.password_hash);
        let mut account = stored.ok_or(AppError::from(Refused::WrongCredentials))?;
        match (used, &mut account.codes) {
            (None, None) => {}
            (Some(used), Some(codes)) => {
                if !account::use_up(codes, used) {
                    return Err(Refused::WrongCode.into());
                }
            }
            (None, Some(_)) | (Some(_), None) => return Err(Refused::SignInLapsed.into()),
        }
        if account.remember(mark) || used.is_some() {
            tx.put_account(&account)?;
        }
        tx.end_sessions_before(now - IDLE_LIMIT)?;
        tx.put_session(&key, &session)?;
        tx.journal(&entry)?;
        Ok(())
    });
    match (written, used) {
        (Err(AppError::Store(StoreError::DiskFull)), None) => {}
        (Err(AppError::Store(StoreError::DiskFull)), Some(Used::Step(step))) => {
            if !app.unwritten.use_step(proven.id, step) {
                return Err(Refused::WrongCode.into());
            }
        }
        (written, _) => return written.map(|()| Entered { token, mark: new_mark }),
    }
    app.unwritten.begin(key, session, now - IDLE_LIMIT);
    app.put_off(entry);
    Ok(Entered { token, mark: None })
}

/// Who is behind a token; `None` when the session is unknown or has ended, or the person holds no post today.
pub fn visitor(app: &App, token: &str) -> Result<Option<Visitor>, AppError> {
    let key = digest(token);
    let snapshot = app.store.read()?;
    let unwritten = app.unwritten.find(&key);
    let is_written = unwritten.is_none();
    let stored = if is_written { snapshot.session(&key)? } else { unwritten };
    let now = app.clock.now();
    let Some(session) = stored.filter(|one| !app.unwritten.has_ended(&key) && is_live(one, now))
    else {
        return Ok(None);
    };
    let account = snapshot.account(session.account)?.filter(|account| account.is_active);
    drop(snapshot);
    if account.is_some() && now - session.seen_at > SEEN_PRECISION {
        app.unwritten.touch(&key, now);
        // Who may read goes on reading on a full disk: the session only ends the earlier.
        let kept = || app.store.write(|tx| tx.touch_session(&key, now));
        if is_written && let Err(error) = kept() {
            tracing::warn!(error = %error, "the last use of a session is not kept");
        }
    }
    let office = app.office();
    Ok(account.and_then(|account| {
        let actor = account.actor(now.date_naive());
        let is_required = actor.posts.iter().any(|post| office.code_roles.contains(&post.role));
        (!actor.posts.is_empty()).then(|| Visitor {
            actor: office.with_inherited(actor),
            key,
            must_set_up_codes: is_required && account.codes.is_none(),
        })
    }))
}

fn is_live(session: &Session, now: DateTime<FixedOffset>) -> bool {
    now - session.began_at <= ABSOLUTE_LIMIT && now - session.seen_at <= IDLE_LIMIT
}

/// Ends the session of a token, or the sign-in that it began. `from` is the client's address, for the journal.
pub fn sign_out(app: &App, token: &str, from: Option<ClientPlace>) -> Result<(), AppError> {
    let key = digest(token);
    app.awaiting.forget(&key);
    // A token that is none costs no write.
    let session = app.unwritten.find(&key);
    let session = if session.is_none() { app.store.read()?.session(&key)? } else { session };
    let Some(session) = session else { return Ok(()) };
    let entry = Entry::new(app.clock.now(), Who::Account(session.account), from, Act::SignedOut);
    end(app, &[key], entry)
}

/// Ends sessions, and tells the journal.
fn end(app: &App, keys: &[Vec<u8>], entry: Entry) -> Result<(), AppError> {
    let written: Vec<&Vec<u8>> =
        keys.iter().filter(|key| app.unwritten.forget(key).is_none()).collect();
    let ended = app.store.write(|tx| {
        written.iter().try_for_each(|key| tx.end_session(key))?;
        tx.journal(&entry)
    });
    match ended {
        Err(StoreError::DiskFull) => {
            for key in written {
                app.unwritten.end(key.clone());
            }
            app.put_off(entry);
        }
        ended => ended?,
    }
    Ok(())
}

/// A session as its owner sees it.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// What names it: a part of its key, of no use to sign in.
    pub name: String,
    /// When and where it began, when it was last used.
    pub session: Session,
    /// The one that asks.
    pub is_this: bool,
}

/// One's own sessions that have not ended, the one that asks first, then the last used ones.
pub fn own(app: &App, visitor: &Visitor) -> Result<Vec<OwnSession>, AppError> {
    let mut all = keyed(app, visitor)?;
    all.sort_by_key(|(key, one)| (*key != visitor.key, std::cmp::Reverse(one.seen_at)));
    let own = |(key, session): (Vec<u8>, Session)| OwnSession {
        is_this: key == visitor.key,
        name: name_of(&key),
        session,
    };
    Ok(all.into_iter().map(own).collect())
}

fn keyed(app: &App, visitor: &Visitor) -> Result<Vec<(Vec<u8>, Session)>, AppError> {
    let (account, now) = (visitor.actor.account, app.clock.now());
    let mut all = app.store.read()?.sessions_of(account)?;
    all.retain(|(key, _)| !app.unwritten.has_ended(key));
    all.extend(app.unwritten.of(account));
    all.retain(|(_, session)| is_live(session, now));
    Ok(all)
}

fn name_of(key: &[u8]) -> String {
    HEXLOWER.encode(key.get(..NAMED_BY).unwrap_or_default())
}

/// Ends one of one's own sessions; one that has ended already is no mistake.
pub fn end_own(app: &App, visitor: &Visitor, name: &str) -> Result<(), AppError> {
    end_where(app, visitor, |key| name_of(key) == name)
}

/// Ends all of one's own sessions but the one that asks.
pub fn end_others(app: &App, visitor: &Visitor) -> Result<(), AppError> {
    end_where(app, visitor, |key| key != visitor.key)
}

fn end_where(app: &App, visitor: &Visitor, ends: impl Fn(&[u8]) -> bool) -> Result<(), AppError> {
    let all = keyed(app, visitor)?.into_iter().map(|(key, _)| key);
    let keys: Vec<Vec<u8>> = all.filter(|key| ends(key)).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let act = Act::Account { account: visitor.actor.account, what: AccountAct::SessionsEnded };
    end(app, &keys, app.entry(Some(&visitor.actor), act))
}

fn new_token() -> Result<(String, Vec<u8>), AppError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| AppError::Internal(error.to_string()))?;
    let token = BASE64URL_NOPAD.encode(&bytes);
    let digest = digest(&token);
    Ok((token, digest))
}

fn mark_digest(mark: &str) -> Mark {
    Sha256::digest(mark.as_bytes()).into()
}

fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
