//! Accounts: who may sign in, with which roles.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use super::error::{AppError, Refused};
use super::{App, journal, settings};
use crate::domain::id::AccountId;
use crate::domain::journal::{AccountAct, Act, ClientPlace, Who};
use crate::domain::permission::{Actor, Post, Right, Role};
use crate::domain::text;
use crate::store::Tx;
use crate::store::account::Account;

/// What is needed to make an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name to sign in with.
    pub user_name: String,
    /// Name on pages.
    pub full_name: String,
    /// Password as typed.
    pub password: String,
    /// Roles.
    pub posts: Vec<Post>,
}

/// Fewest characters of a password. Length is the only rule beside the list of the commonest.
pub const PASSWORD_MIN: usize = 10;
/// Longest user name.
const USER_NAME_MAX: usize = 40;
/// Longest full name.
pub const FULL_NAME_MAX: usize = 120;

/// Passwords that are tried first, folded; anything that begins with one of them is refused.
const COMMON_PASSWORDS: &[&str] = &[
    "123456789",
    "matkhau123",
    "password",
    "quynhon123",
    "qwerty",
    "abc123456",
    "1111111111",
    "000000000",
];

impl Account {
    /// The account's holder as an actor.
    pub fn actor(&self) -> Actor {
        Actor {
            account: self.id,
            full_name: self.full_name.clone(),
            posts: self.posts.clone(),
            from: None,
        }
    }
}

/// Makes an account. `actor` is `None` on the server's console.
pub fn create(app: &App, actor: Option<&Actor>, new: NewAccount) -> Result<AccountId, AppError> {
    require_manager(actor)?;
    let account = checked(new)?;
    check_units(app, &account.posts)?;
    let id = app.store.write(|tx| {
        let account = insert(tx, account)?;
        tx.journal(&app.entry(actor, Act::Account { account, what: AccountAct::Made }))?;
        Ok::<_, AppError>(account)
    })?;
    app.reload_office()?;
    Ok(id)
}

/// Changes name and roles of an account, or closes or reopens it. Its sessions end.
pub fn change(
    app: &App,
    actor: Option<&Actor>,
    id: AccountId,
    change: AccountChange,
) -> Result<(), AppError> {
    require_manager(actor)?;
    let what = match &change {
        AccountChange::Posts(_) => AccountAct::Posts,
        AccountChange::Active(true) => AccountAct::Opened,
        AccountChange::Active(false) => AccountAct::Closed,
        AccountChange::Password(_) => AccountAct::PasswordSet,
    };
    // Checked, and hashed, before others have to wait for the transaction.
    let apply: Box<dyn FnOnce(&mut Account)> = match change {
        AccountChange::Posts(posts) => {
            let posts = checked_posts(posts)?;
            check_units(app, &posts)?;
            Box::new(move |account| account.posts = posts)
        }
        AccountChange::Active(is_active) => Box::new(move |account| account.is_active = is_active),
        AccountChange::Password(password) => {
            let hash = hash(&checked_password(&password)?)?;
            Box::new(move |account| account.password_hash = hash)
        }
    };
    let now = app.clock.now();
    app.store.write(|tx| {
        let stored = tx.account(id)?.ok_or(AppError::NotFound)?;
        let mut account = stored.clone();
        apply(&mut account);
        let is_admin =
            |a: &Account| a.is_active && a.posts.iter().any(|p| p.role == Role::Administrator);
        let is_lost = is_admin(&stored) && !is_admin(&account);
        if is_lost && !tx.accounts()?.iter().any(|other| other.id != id && is_admin(other)) {
            return Err(AppError::from(Refused::LastAdministrator));
        }
        tx.put_account(&account)?;
        tx.journal(&app.entry(actor, Act::Account { account: id, what }))?;
        tx.end_sessions(Some(id), now - super::session::IDLE_LIMIT)?;
        app.unwritten.end_all(id);
        Ok(())
    })
}

/// One change of an account.
#[derive(Debug, Clone)]
pub enum AccountChange {
    /// The roles become these.
    Posts(Vec<Post>),
    /// Open or closed.
    Active(bool),
    /// A new password.
    Password(String),
}

/// All accounts.
pub fn list(app: &App, actor: Option<&Actor>) -> Result<Vec<Account>, AppError> {
    require_manager(actor)?;
    Ok(app.store.read()?.accounts()?)
}

/// The account with this name, when the password fits and it is open.
///
/// A wrong name costs the same time as a wrong password.
pub(super) fn authenticated(
    app: &App,
    user_name: &str,
    password: &str,
    from: Option<&ClientPlace>,
) -> Result<Account, AppError> {
    let found = app.store.read()?.account_named(user_name.trim())?;
    let hash = found.as_ref().map_or(NOBODY, |account| account.password_hash.as_str());
    let parsed = PasswordHash::new(hash).map_err(|error| AppError::Internal(error.to_string()))?;
    let fits = Argon2::default().verify_password(text::nfc(password).as_bytes(), &parsed).is_ok();
    let named = found.as_ref().map(|account| account.id);
    found.filter(|account| fits && account.is_active).ok_or_else(|| {
        app.note_refusal(Who::Stranger, from.cloned(), journal::Refused::SignIn(named));
        Refused::WrongCredentials.into()
    })
}

/// A hash that no password fits.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

pub(super) fn insert(tx: &mut Tx, mut account: Account) -> Result<AccountId, AppError> {
    if tx.account_named(&account.user_name)?.is_some() {
        return Err(Refused::UserNameTaken.into());
    }
    account.id = tx.next_account()?;
    tx.put_account(&account)?;
    Ok(account.id)
}

/// The account with everything checked, but for its number.
pub(super) fn checked(new: NewAccount) -> Result<Account, AppError> {
    let user_name = text::line(&new.user_name, USER_NAME_MAX).map_err(|_| Refused::BadUserName)?;
    if user_name.contains(' ') {
        return Err(Refused::BadUserName.into());
    }
    let full_name = text::line(&new.full_name, FULL_NAME_MAX).map_err(|_| Refused::BadText)?;
    Ok(Account {
        id: AccountId(0),
        user_name,
        full_name,
        password_hash: hash(&checked_password(&new.password)?)?,
        posts: checked_posts(new.posts)?,
        is_active: true,
    })
}

fn checked_posts(posts: Vec<Post>) -> Result<Vec<Post>, AppError> {
    if posts.is_empty() {
        return Err(Refused::NoPost.into());
    }
    if posts.iter().any(|post| post.role.is_of_a_unit() && post.unit.is_none()) {
        return Err(Refused::PostNeedsUnit.into());
    }
    Ok(posts)
}

/// Posts are given in units of today only; who held one in a unit that ended goes on in its heir.
fn check_units(app: &App, posts: &[Post]) -> Result<(), AppError> {
    let (office, today) = (app.office(), app.clock.today());
    let mut units = posts.iter().filter_map(|post| post.unit);
    Ok(units.try_for_each(|unit| settings::check_there(&office, unit, today))?)
}

fn checked_password(typed: &str) -> Result<String, AppError> {
    let password = text::nfc(typed);
    let folded = text::fold(&password);
    let is_common = COMMON_PASSWORDS.iter().any(|common| folded.starts_with(common));
    if password.chars().count() < PASSWORD_MIN || is_common {
        return Err(Refused::WeakPassword.into());
    }
    Ok(password)
}

fn hash(password: &str) -> Result<String, AppError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| AppError::Internal(error.to_string()))
}

fn require_manager(actor: Option<&Actor>) -> Result<(), AppError> {
    match actor {
        Some(actor) if !actor.has(Right::ManageAccounts) => Err(AppError::Forbidden),
        _ => Ok(()),
    }
}
