//! Accounts: who may sign in, in which posts from when until when.
//!
//! Posts are added and ended by days, never overwritten. Invariant: no change leaves a day from today on without an
//! administrator who can sign in. Called by `/quan-tri/tai-khoan` and `donthu account`; what people do with their own
//! account is in `own`.

mod codes;
mod own;
mod password;

use chrono::NaiveDate;

use super::error::{AppError, Refused};
use super::session::Attempt;
use super::{App, journal, settings};
use crate::domain::id::AccountId;
use crate::domain::journal::{AccountAct, Act, Who};
use crate::domain::permission::tenure::{Tenure, Tenures, first_day_without};
use crate::domain::permission::{Actor, Post, Right, Role, require};
use crate::domain::text;
use crate::store::Tx;
use crate::store::account::Account;

pub use codes::{ShownKey, ShownKeys};
pub(super) use codes::{Used, read as read_code, use_up};
pub use own::{
    Confirmed, change_password, key_to_set_up, own, renew_recovery, turn_codes_off, turn_codes_on,
};
pub use password::{PASSWORD_MIN, random_password};

/// What is needed to make an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name to sign in with.
    pub user_name: String,
    /// Name on pages.
    pub full_name: String,
    /// Password as typed.
    pub password: String,
    /// Posts with their days.
    pub posts: Vec<Tenure>,
}

/// Browsers of a person that are remembered; of more the oldest is forgotten.
const BROWSERS_MAX: usize = 8;
/// Longest user name.
const USER_NAME_MAX: usize = 40;
/// Longest full name.
pub const FULL_NAME_MAX: usize = 120;

impl Account {
    /// The account's holder as an actor of a day.
    pub fn actor(&self, today: NaiveDate) -> Actor {
        Actor {
            account: self.id,
            full_name: self.full_name.clone(),
            posts: self.posts.on(today).collect(),
            from: None,
        }
    }

    /// Remembers a browser in which its holder signed in, by the digest of its mark; whether it was new.
    pub(super) fn remember(&mut self, browser: Option<[u8; 32]>) -> bool {
        let Some(browser) = browser.filter(|one| !self.browsers.contains(one)) else {
            return false;
        };
        if self.browsers.len() >= BROWSERS_MAX {
            self.browsers.remove(0);
        }
        self.browsers.push(browser);
        true
    }

    /// Whether its holder is there on a day: can sign in, with this post among others.
    pub fn holds(&self, on: NaiveDate, post: impl Fn(Post) -> bool) -> bool {
        self.is_active && self.posts.on(on).any(post)
    }
}

/// Makes an account. `actor` is `None` on the server's console.
pub fn create(app: &App, actor: Option<&Actor>, new: NewAccount) -> Result<AccountId, AppError> {
    require(actor, Right::ManageAccounts)?;
    let account = checked(new, &app.office().name)?;
    account.posts.all().iter().try_for_each(|one| check_unit(app, one))?;
    let id = app.store.write(|tx| {
        let account = insert(tx, account)?;
        tx.journal(&app.entry(actor, Act::Account { account, what: AccountAct::Made }))?;
        Ok::<_, AppError>(account)
    })?;
    app.reload_office()?;
    Ok(id)
}

/// Changes posts of an account, closes or reopens it, resets password or codes. Its sessions end.
///
/// # Errors
/// [`Refused::LastAdministrator`] when nobody would be administrator from some day on, today's or a later one.
pub fn change(
    app: &App,
    actor: Option<&Actor>,
    id: AccountId,
    change: AccountChange,
) -> Result<(), AppError> {
    require(actor, Right::ManageAccounts)?;
    let today = app.clock.today();
    let what = match &change {
        AccountChange::Give(_) | AccountChange::End { .. } | AccountChange::Become { .. } => {
            AccountAct::Posts
        }
        AccountChange::Active(true) => AccountAct::Opened,
        AccountChange::Active(false) => AccountAct::Closed,
        AccountChange::Password(_) => AccountAct::PasswordSet,
        AccountChange::CodesOff => AccountAct::CodesOff,
    };
    // Checked, and hashed, before others have to wait for the transaction.
    let apply: Apply = match change {
        AccountChange::Give(new) => {
            check_post(new.post)?;
            check_unit(app, &new)?;
            Box::new(move |account| Ok(account.posts.give(new)?))
        }
        AccountChange::End { post, from, last } => {
            Box::new(move |account| Ok(account.posts.end((post, from), last, today)?))
        }
        AccountChange::Become { posts, from, until } => {
            check_posts(&posts)?;
            let mut given = posts.iter().map(|post| Tenure { post: *post, from, until });
            given.try_for_each(|one| check_unit(app, &one))?;
            Box::new(move |account| Ok(account.posts.become_from(&posts, (from, until), today)?))
        }
        AccountChange::Active(is_active) => Box::new(move |account| {
            account.is_active = is_active;
            Ok(())
        }),
        AccountChange::Password(typed) => {
            let account = app.store.read()?.account(id)?.ok_or(AppError::NotFound)?;
            let office = app.office();
            let names = [account.user_name.as_str(), &account.full_name, &office.name];
            let hash = password::checked_hash(&typed, &names)?;
            Box::new(move |account| {
                account.password_hash = hash;
                Ok(())
            })
        }
        AccountChange::CodesOff => Box::new(|account| {
            account.codes = None;
            Ok(())
        }),
    };
    let account = put(app, actor, (id, what), apply)?;
    if what == AccountAct::PasswordSet {
        app.tries.forget(&account.user_name);
    }
    Ok(())
}

type Apply = Box<dyn FnOnce(&mut Account) -> Result<(), Refused>>;

/// Writes a change of an account and ends its sessions. Gives the account as it is then.
fn put(
    app: &App,
    actor: Option<&Actor>,
    (id, what): (AccountId, AccountAct),
    apply: Apply,
) -> Result<Account, AppError> {
    let today = app.clock.today();
    let account = app.store.write(|tx| {
        let mut account = tx.account(id)?.ok_or(AppError::NotFound)?;
        let mut all = tx.accounts()?;
        let before = first_day_unmanaged(&all, today);
        apply(&mut account)?;
        all.iter_mut().filter(|one| one.id == id).for_each(|one| one.clone_from(&account));
        let after = first_day_unmanaged(&all, today);
        if let Some(day) = after.filter(|day| before.is_none_or(|before| *day < before)) {
            return Err(AppError::from(Refused::LastAdministrator(day)));
        }
        tx.put_account(&account)?;
        tx.journal(&app.entry(actor, Act::Account { account: id, what }))?;
        tx.end_sessions_of(id, None)?;
        Ok(account)
    })?;
    app.unwritten.end_all(id, None);
    Ok(account)
}

fn first_day_unmanaged(all: &[Account], today: NaiveDate) -> Option<NaiveDate> {
    let open = all.iter().filter(|account| account.is_active).map(|account| &account.posts);
    first_day_without(open, Role::Administrator, today)
}

/// One change of an account.
#[derive(Debug, Clone)]
pub enum AccountChange {
    /// One more post.
    Give(Tenure),
    /// A post ends.
    End {
        /// Which.
        post: Post,
        /// The day on which it began.
        from: NaiveDate,
        /// The last day on which it is held.
        last: NaiveDate,
    },
    /// From a day on the posts are these; the others end the day before.
    Become {
        /// All posts from then on.
        posts: Vec<Post>,
        /// The first day.
        from: NaiveDate,
        /// The last day of those that are new.
        until: Option<NaiveDate>,
    },
    /// Open or closed.
    Active(bool),
    /// A new password.
    Password(String),
    /// One-time codes off: the device is lost.
    CodesOff,
}

/// What a reset at the server's console has done.
#[derive(Debug)]
pub struct Reset {
    /// The new password, which nobody sees again.
    pub password: String,
    /// The account as it is now.
    pub account: Account,
}

/// The way in when nobody can sign in any more: a random password, one-time codes off, all sessions ended.
///
/// Only for the server's console, where whoever asks owns the data folder anyway.
pub fn break_glass(app: &App, user_name: &str) -> Result<Reset, AppError> {
    let found = app.store.read()?.account_named(user_name)?.ok_or(AppError::NotFound)?;
    let password = random_password()?;
    let hash = password::checked_hash(&password, &[])?;
    let account = put(
        app,
        None,
        (found.id, AccountAct::BrokeGlass),
        Box::new(move |account| {
            account.password_hash = hash;
            account.codes = None;
            Ok(())
        }),
    )?;
    app.tries.forget(&account.user_name);
    Ok(Reset { password, account })
}

/// Sets the roles whose holders must have one-time codes.
pub fn require_codes(app: &App, actor: &Actor, roles: &[Role]) -> Result<(), AppError> {
    require(actor, Right::ManageAccounts)?;
    app.store.write(|tx| {
        tx.journal(&app.entry(Some(actor), Act::CodesRequired(roles.to_vec())))?;
        tx.set_code_roles(roles)
    })?;
    app.reload_office()
}

/// All accounts.
pub fn list(app: &App, actor: Option<&Actor>) -> Result<Vec<Account>, AppError> {
    require(actor, Right::ManageAccounts)?;
    Ok(app.store.read()?.accounts()?)
}

/// One account.
pub fn one(app: &App, actor: &Actor, id: AccountId) -> Result<Account, AppError> {
    require(actor, Right::ManageAccounts)?;
    app.store.read()?.account(id)?.ok_or(AppError::NotFound)
}

/// The account with this name, when the password fits and it is open.
///
/// A wrong name costs the same time as a wrong password.
pub(super) fn authenticated(
    app: &App,
    attempt: &Attempt,
    password: &str,
) -> Result<Account, AppError> {
    let found = app.store.read()?.account_named(attempt.user_name().trim())?;
    let hash = found.as_ref().map(|account| account.password_hash.as_str());
    let fits = password::fits(hash, password)?;
    let named = found.as_ref().map(|account| account.id);
    found.filter(|account| fits && account.is_active).ok_or_else(|| {
        let from = attempt.caller().place();
        app.note_refusal(Who::Stranger, from, journal::Refused::SignIn(named));
        Refused::WrongCredentials.into()
    })
}

pub(super) fn insert(tx: &mut Tx, mut account: Account) -> Result<AccountId, AppError> {
    if tx.account_named(&account.user_name)?.is_some() {
        return Err(Refused::UserNameTaken.into());
    }
    account.id = tx.next_account()?;
    tx.put_account(&account)?;
    Ok(account.id)
}

/// The account with everything checked, but for its number and the units of its posts.
pub(super) fn checked(new: NewAccount, office: &str) -> Result<Account, AppError> {
    let user_name = text::line(&new.user_name, USER_NAME_MAX).map_err(|_| Refused::BadUserName)?;
    if user_name.contains(' ') {
        return Err(Refused::BadUserName.into());
    }
    let full_name = text::line(&new.full_name, FULL_NAME_MAX).map_err(|_| Refused::BadText)?;
    check_posts(&new.posts.iter().map(|one| one.post).collect::<Vec<_>>())?;
    let posts = Tenures::of(new.posts).map_err(Refused::Tenure)?;
    let names = [user_name.as_str(), &full_name, office];
    let password_hash = password::checked_hash(&new.password, &names)?;
    Ok(Account {
        id: AccountId(0),
        user_name,
        full_name,
        password_hash,
        posts,
        codes: None,
        browsers: Vec::new(),
        is_active: true,
    })
}

fn check_posts(posts: &[Post]) -> Result<(), Refused> {
    if posts.is_empty() {
        return Err(Refused::NoPost);
    }
    posts.iter().try_for_each(|post| check_post(*post))
}

fn check_post(post: Post) -> Result<(), Refused> {
    if post.role.is_of_a_unit() && post.unit.is_none() {
        return Err(Refused::PostNeedsUnit);
    }
    Ok(())
}

/// A post is given in a unit that is there on its first day and, where that is not past, on its last or today.
fn check_unit(app: &App, one: &Tenure) -> Result<(), AppError> {
    let Some(unit) = one.post.unit else { return Ok(()) };
    let office = app.office();
    settings::check_there(&office, unit, one.from)?;
    let last = one.until.unwrap_or_else(|| one.from.max(app.clock.today()));
    Ok(settings::check_there(&office, unit, last)?)
}
