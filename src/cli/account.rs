//! `donthu account`: who may sign in, in which posts from when until when.
//!
//! The same use cases as the pages; whoever may run a command owns the data folder, so no right is asked for. `reset` is the
//! way in when nobody can sign in any more. Random passwords are printed once and kept nowhere.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};

use super::Data;
use super::console::Output;
use super::failure::Failure;
use super::unit::{day, named};
use crate::app::account::{self, AccountChange, NewAccount};
use crate::app::error::AppError;
use crate::app::{App, journal};
use crate::domain::id::AccountId;
use crate::domain::journal::{Act, Export};
use crate::domain::permission::tenure::Tenure;
use crate::domain::permission::{Post, Role};
use crate::exit::Exit;
use crate::label;
use crate::store::account::Account;

#[derive(Subcommand)]
pub(super) enum AccountCli {
    /// Thêm tài khoản; mật khẩu được tạo ngẫu nhiên và in một lần
    #[command(
        after_help = "Ví dụ: donthu account add hung --name \"Lê Văn Hùng\" --role chuyen-vien --unit \"P. TNMT\""
    )]
    Add {
        /// Tên đăng nhập
        #[arg(value_name = "TÊN_ĐĂNG_NHẬP")]
        user_name: String,
        /// Họ và tên
        #[arg(long, value_name = "HỌ_TÊN")]
        name: String,
        #[command(flatten)]
        posts: Posts,
        #[command(flatten)]
        data: Data,
    },
    /// Liệt kê tài khoản, vai trò và ngày giữ vai trò
    #[command(after_help = "Ví dụ: donthu account list --data /var/lib/donthu")]
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Vào lại khi không ai vào được: mật khẩu mới (in một lần), tắt mã xác nhận, kết thúc các phiên
    #[command(after_help = "Ví dụ: donthu account reset mai --data /var/lib/donthu")]
    Reset {
        /// Tên đăng nhập
        #[arg(value_name = "TÊN_ĐĂNG_NHẬP")]
        user_name: String,
        #[command(flatten)]
        data: Data,
    },
    /// Từ một ngày giữ đúng các vai trò này; vai trò khác kết thúc ngày trước đó, các phiên đang mở kết thúc
    #[command(
        after_help = "Ví dụ: donthu account roles hung --role lanh-dao-don-vi --unit \"P. TNMT\" --from 2026-12-01"
    )]
    Roles {
        /// Tên đăng nhập
        #[arg(value_name = "TÊN_ĐĂNG_NHẬP")]
        user_name: String,
        #[command(flatten)]
        posts: Posts,
        #[command(flatten)]
        data: Data,
    },
    /// Khóa tài khoản
    #[command(after_help = "Ví dụ: donthu account close mai --data /var/lib/donthu")]
    Close {
        /// Tên đăng nhập
        #[arg(value_name = "TÊN_ĐĂNG_NHẬP")]
        user_name: String,
        #[command(flatten)]
        data: Data,
    },
    /// Mở lại tài khoản
    #[command(after_help = "Ví dụ: donthu account open mai --data /var/lib/donthu")]
    Open {
        /// Tên đăng nhập
        #[arg(value_name = "TÊN_ĐĂNG_NHẬP")]
        user_name: String,
        #[command(flatten)]
        data: Data,
    },
}

/// Posts with their days.
#[derive(Debug, Args, Serialize, Deserialize)]
pub(crate) struct Posts {
    /// Vai trò (mã như trong `account list`), có thể nhiều
    #[arg(long = "role", required = true, value_name = "MÃ")]
    roles: Vec<String>,
    /// Đơn vị của vai trò
    #[arg(long, value_name = "ĐƠN_VỊ")]
    unit: Option<String>,
    /// Ngày đầu (yyyy-mm-dd hoặc dd/mm/yyyy); không ghi: hôm nay
    #[arg(long, value_name = "NGÀY", value_parser = day)]
    from: Option<NaiveDate>,
    /// Ngày cuối; không ghi: chưa định ngày
    #[arg(long, value_name = "NGÀY", value_parser = day)]
    until: Option<NaiveDate>,
}

/// A command about accounts, as it reaches the server.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum AccountCommand {
    Add { user_name: String, full_name: String, posts: Posts },
    List,
    Reset { user_name: String },
    SetRoles { user_name: String, posts: Posts },
    SetActive { user_name: String, is_active: bool },
}

impl AccountCli {
    /// The command and the folder that it is about.
    pub(super) fn request(self) -> (Data, AccountCommand) {
        match self {
            Self::Add { user_name, name, posts, data } => {
                (data, AccountCommand::Add { user_name, full_name: name, posts })
            }
            Self::List { data } => (data, AccountCommand::List),
            Self::Reset { user_name, data } => (data, AccountCommand::Reset { user_name }),
            Self::Roles { user_name, posts, data } => {
                (data, AccountCommand::SetRoles { user_name, posts })
            }
            Self::Close { user_name, data } => {
                (data, AccountCommand::SetActive { user_name, is_active: false })
            }
            Self::Open { user_name, data } => {
                (data, AccountCommand::SetActive { user_name, is_active: true })
            }
        }
    }
}

/// Carries a command out.
pub(super) fn execute(
    app: &App,
    command: AccountCommand,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    match command {
        AccountCommand::Add { user_name, full_name, posts } => {
            let from = posts.from.unwrap_or_else(|| app.clock.today());
            let until = posts.until;
            let held = read(app, &posts)?.into_iter().map(|post| Tenure { post, from, until });
            let posts = held.collect();
            let password = account::random_password()?;
            let kept = password.clone();
            let new = NewAccount { user_name: user_name.clone(), full_name, password, posts };
            account::create(app, None, new)?;
            writeln!(output.out, "Đã thêm {user_name}. Mật khẩu (chỉ in lần này): {kept}")?;
        }
        AccountCommand::List => list(app, output)?,
        AccountCommand::Reset { user_name } => {
            let reset = account::break_glass(app, &user_name)?;
            let password = reset.password;
            writeln!(output.out, "Mật khẩu mới của {user_name} (chỉ in lần này): {password}")?;
            writeln!(output.remarks, "Mã xác nhận đã tắt, các phiên đang mở đã kết thúc.")?;
            if !reset.account.holds(app.clock.today(), |_| true) {
                writeln!(
                    output.remarks,
                    "Tài khoản đang khóa hoặc hôm nay không giữ vai trò nào: dùng `account open`, `account roles`."
                )?;
            }
        }
        AccountCommand::SetRoles { user_name, posts } => {
            let from = posts.from.unwrap_or_else(|| app.clock.today());
            let (until, posts) = (posts.until, read(app, &posts)?);
            let change = AccountChange::Become { posts, from, until };
            account::change(app, None, of(app, &user_name)?, change)?;
            writeln!(output.out, "Đã đổi vai trò của {user_name} từ ngày {}.", label::date(from))?;
        }
        AccountCommand::SetActive { user_name, is_active } => {
            let id = of(app, &user_name)?;
            account::change(app, None, id, AccountChange::Active(is_active))?;
            let words = if is_active { "Đã mở" } else { "Đã khóa" };
            writeln!(output.out, "{words} {user_name}.")?;
        }
    }
    Ok(Exit::Success)
}

fn of(app: &App, user_name: &str) -> Result<AccountId, Failure> {
    let account = app.store.read()?.account_named(user_name)?;
    account.map(|account| account.id).ok_or_else(|| AppError::NotFound.into())
}

/// A line for each account; posts that are not held today say so by their days.
fn list(app: &App, output: &mut Output<'_>) -> Result<(), Failure> {
    let accounts = account::list(app, None)?;
    let count = accounts.len() as u64;
    journal::tell_of_reading(app, Act::Export(Export::Accounts { accounts: count }))?;
    for account in accounts {
        let state = if account.is_active { "" } else { "  (đã khóa)" };
        let codes = if account.codes.is_some() { "  (có mã xác nhận)" } else { "" };
        let posts = posts_in_words(app, &account);
        writeln!(
            output.out,
            "{}  {}  {posts}{codes}{state}",
            account.user_name, account.full_name
        )?;
    }
    writeln!(output.remarks, "Mã vai trò: {}", role_codes())?;
    Ok(())
}

fn posts_in_words(app: &App, account: &Account) -> String {
    let office = app.office();
    let words = account.posts.all().iter().map(|one| {
        let unit = one.post.unit.map(|unit| format!(" – {}", office.short_name(unit)));
        let until = one.until.map(|day| format!(" đến {}", label::date(day)));
        let (role, from) = (one.post.role.code(), label::date(one.from));
        format!("{role}{} (từ {from}{})", unit.unwrap_or_default(), until.unwrap_or_default())
    });
    words.collect::<Vec<_>>().join(", ")
}

fn role_codes() -> String {
    Role::ALL.iter().map(|role| role.code()).collect::<Vec<_>>().join(", ")
}

fn read(app: &App, posts: &Posts) -> Result<Vec<Post>, Failure> {
    let unit = posts.unit.as_deref().map(|name| named(app, name)).transpose()?;
    let roles = posts.roles.iter().map(|code| {
        let role = Role::from_code(code).ok_or_else(|| {
            Failure::new(
                Exit::Refused,
                format!("không có vai trò “{code}”; các vai trò: {}.", role_codes()),
            )
        })?;
        Ok(Post { role, unit: unit.filter(|_| role.is_of_a_unit()) })
    });
    roles.collect()
}
