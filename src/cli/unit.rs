//! `donthu unit`: the units of the office, and what becomes of them.
//!
//! The same use cases as the pages. What moves petitions says first how many, and does it with `--yes`.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};

use super::Data;
use super::console::{Output, read_file};
use super::failure::Failure;
use crate::app::App;
use crate::app::settings::{self, NewUnit};
use crate::app::units::{self, Done, Order};
use crate::domain::id::UnitId;
use crate::domain::organisation::{Alteration, Handover, UnitKind};
use crate::domain::petition::DocumentMention;
use crate::exit::Exit;
use crate::label;

#[derive(Subcommand)]
pub(super) enum UnitCli {
    /// Thêm đơn vị
    #[command(after_help = "Ví dụ: donthu unit add \"Phòng Dân tộc\" --short \"P. DT\"")]
    Add {
        /// Tên đầy đủ
        #[arg(value_name = "TÊN")]
        name: String,
        /// Tên ngắn
        #[arg(long, default_value = "", hide_default_value = true, value_name = "TÊN")]
        short: String,
        /// Ngày thành lập (yyyy-mm-dd hoặc dd/mm/yyyy); không ghi: đã có từ trước
        #[arg(long, value_name = "NGÀY", value_parser = day)]
        from: Option<NaiveDate>,
        #[command(flatten)]
        data: Data,
    },
    /// Liệt kê đơn vị
    #[command(after_help = "Ví dụ: donthu unit list --data /var/lib/donthu")]
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Đổi tên; việc đã qua vẫn hiện tên cũ
    #[command(
        after_help = "Ví dụ: donthu unit rename \"P. TNMT\" \"Phòng Nông nghiệp và Môi trường\" --short \"P. NNMT\" --on 2025-03-01 --document 12/NQ-HĐND --dated 2025-02-20 --reason \"sắp xếp phòng chuyên môn\""
    )]
    Rename {
        /// Đơn vị
        #[arg(value_name = "ĐƠN_VỊ")]
        unit: String,
        /// Tên mới
        #[arg(value_name = "TÊN")]
        name: String,
        /// Tên ngắn mới
        #[arg(long, value_name = "TÊN")]
        short: String,
        #[command(flatten)]
        basis: Basis,
        #[command(flatten)]
        data: Data,
    },
    /// Kết thúc hoạt động; đơn chưa xong chuyển sang đơn vị nhận
    #[command(
        after_help = "Ví dụ: donthu unit close \"P. Y tế\" --to \"VP HĐND và UBND\" --on 2020-07-01 --document 9/NQ-HĐND --dated 2020-06-20 --reason \"giải thể\" --yes"
    )]
    Close {
        /// Đơn vị
        #[arg(value_name = "ĐƠN_VỊ")]
        unit: String,
        /// Đơn vị nhận các đơn chưa xong
        #[arg(long, value_name = "ĐƠN_VỊ")]
        to: Option<String>,
        #[command(flatten)]
        basis: Basis,
        #[command(flatten)]
        consent: Consent,
        #[command(flatten)]
        data: Data,
    },
    /// Sáp nhập vào đơn vị khác; đơn chưa xong chuyển theo
    #[command(
        after_help = "Ví dụ: donthu unit merge \"P. Lê Lợi\" --into \"P. Thị Nại\" --on 2025-07-01 --document 1664/NQ-UBTVQH15 --dated 2025-06-16 --reason \"sắp xếp\" --move-accounts --yes"
    )]
    Merge {
        /// Đơn vị
        #[arg(value_name = "ĐƠN_VỊ")]
        unit: String,
        /// Đơn vị nhận sáp nhập
        #[arg(long, value_name = "ĐƠN_VỊ")]
        into: String,
        #[command(flatten)]
        basis: Basis,
        #[command(flatten)]
        consent: Consent,
        #[command(flatten)]
        data: Data,
    },
    /// Bàn giao theo phương án: nhiều đơn vị sáp nhập trong một ngày
    #[command(
        after_help = "Ví dụ: donthu unit handover --data /var/lib/donthu --move-accounts --yes"
    )]
    Handover {
        /// Tệp phương án (TOML); không ghi: phương án 01/07/2025 có sẵn
        #[arg(value_name = "TỆP")]
        file: Option<std::path::PathBuf>,
        #[command(flatten)]
        consent: Consent,
        #[command(flatten)]
        data: Data,
    },
}

/// What a change rests on.
#[derive(Debug, Args, Serialize, Deserialize)]
pub(crate) struct Basis {
    /// Ngày hiệu lực (yyyy-mm-dd hoặc dd/mm/yyyy)
    #[arg(long, value_name = "NGÀY", value_parser = day)]
    on: NaiveDate,
    /// Số văn bản
    #[arg(long, value_name = "SỐ")]
    document: String,
    /// Ngày văn bản
    #[arg(long, value_name = "NGÀY", value_parser = day)]
    dated: NaiveDate,
    /// Lý do
    #[arg(long, value_name = "LÝ_DO")]
    reason: String,
}

/// What the person at the terminal agrees to.
#[derive(Debug, Clone, Copy, Args, Serialize, Deserialize)]
pub(crate) struct Consent {
    /// Chuyển cả vai trò của người trong đơn vị; không có thì vai trò kết thúc cùng đơn vị
    #[arg(long)]
    move_accounts: bool,
    /// Thực hiện; không có thì chỉ báo trước
    #[arg(long)]
    yes: bool,
}

/// A command about units, as it reaches the server.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum UnitCommand {
    Add { name: String, short: String, from: Option<NaiveDate> },
    List,
    Rename { unit: String, name: String, short: String, basis: Basis },
    Close { unit: String, to: Option<String>, basis: Basis, consent: Consent },
    Merge { unit: String, into: String, basis: Basis, consent: Consent },
    Handover { plan: Option<Handover>, consent: Consent },
}

pub(super) fn day(typed: &str) -> Result<NaiveDate, String> {
    label::read_date(typed).ok_or_else(|| format!("không có ngày “{typed}”"))
}

impl UnitCli {
    /// The command and the folder that it is about.
    pub(super) fn request(self) -> Result<(Data, UnitCommand), Failure> {
        Ok(match self {
            Self::Add { name, short, from, data } => (data, UnitCommand::Add { name, short, from }),
            Self::List { data } => (data, UnitCommand::List),
            Self::Rename { unit, name, short, basis, data } => {
                (data, UnitCommand::Rename { unit, name, short, basis })
            }
            Self::Close { unit, to, basis, consent, data } => {
                (data, UnitCommand::Close { unit, to, basis, consent })
            }
            Self::Merge { unit, into, basis, consent, data } => {
                (data, UnitCommand::Merge { unit, into, basis, consent })
            }
            Self::Handover { file, consent, data } => {
                let plan = file.map(|file| read_plan(&file)).transpose()?;
                (data, UnitCommand::Handover { plan, consent })
            }
        })
    }
}

fn read_plan(path: &std::path::Path) -> Result<Handover, Failure> {
    let (name, bytes) = read_file(path)?;
    let wrong = |detail: String| {
        let words = format!("tệp {name} không phải là phương án bàn giao: {detail}");
        Failure::new(Exit::BadFile, words)
    };
    let text = String::from_utf8(bytes).map_err(|error| wrong(error.to_string()))?;
    units::read_plan(&text).map_err(wrong)
}

/// Carries a command out.
pub(super) fn execute(
    app: &App,
    command: UnitCommand,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    match command {
        UnitCommand::Add { name, short, from } => {
            let kind = UnitKind::of_name(&name);
            let new = NewUnit { kind, short_name: short, name, valid_from: from };
            let id = settings::add_unit(app, None, &new)?;
            writeln!(output.out, "Đã thêm đơn vị {id}: {}", new.name)?;
            Ok(Exit::Success)
        }
        UnitCommand::List => {
            let today = app.clock.today();
            for unit in &app.office().units {
                let name = label::unit_choice(unit, today);
                writeln!(output.out, "{:3}  {name}  ({})", unit.id.0, unit.short_name)?;
            }
            Ok(Exit::Success)
        }
        UnitCommand::Rename { unit, name, short, basis } => {
            let unit = named(app, &unit)?;
            let (was, was_short) = (String::new(), String::new());
            let what = Alteration::Renamed { name, short_name: short, was, was_short };
            let consent = Consent { move_accounts: false, yes: true };
            change(app, (unit, what), basis, consent, output)
        }
        UnitCommand::Close { unit, to, basis, consent } => {
            let heir = to.map(|to| named(app, &to)).transpose()?;
            let what = Alteration::Closed { heir };
            change(app, (named(app, &unit)?, what), basis, consent, output)
        }
        UnitCommand::Merge { unit, into, basis, consent } => {
            let what = Alteration::Merged { into: named(app, &into)? };
            change(app, (named(app, &unit)?, what), basis, consent, output)
        }
        UnitCommand::Handover { plan, consent } => handover(app, plan, consent, output),
    }
}

/// The unit of this name or number.
pub(super) fn named(app: &App, name: &str) -> Result<UnitId, Failure> {
    let office = app.office();
    let by_number = name.parse().ok().filter(|id| office.unit(*id).is_some());
    by_number.or_else(|| office.names.find(name)).ok_or_else(|| {
        let words = format!("không có đơn vị “{name}”, hoặc tên có thể là nhiều đơn vị.");
        Failure::new(Exit::Refused, words)
    })
}

fn change(
    app: &App,
    (unit, what): (UnitId, Alteration),
    basis: Basis,
    consent: Consent,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let Basis { on, document, dated, reason } = basis;
    let document = DocumentMention { number: document, dated: Some(dated) };
    let with_accounts = consent.move_accounts;
    let order = Order { unit, what, on, document, reason, with_accounts };
    if !consent.yes {
        let preview = units::preview(app, None, &order)?;
        let accounts: Vec<_> = preview.accounts.into_iter().map(|one| one.user_name).collect();
        return announce(output, preview.open, &accounts);
    }
    report(output, units::carry_out(app, None, &order)?)
}

fn handover(
    app: &App,
    plan: Option<Handover>,
    consent: Consent,
    output: &mut Output<'_>,
) -> Result<Exit, Failure> {
    let plan = plan.map_or_else(units::shipped_plan, Ok)?;
    let todo = units::plan(app, None, &plan)?;
    let office = app.office();
    writeln!(output.remarks, "{}", plan.title)?;
    for line in &todo.lines {
        let takes: Vec<_> = line.takes.iter().map(|(unit, _)| office.short_name(*unit)).collect();
        writeln!(output.remarks, "  {}: {}", line.name, takes.join(", "))?;
        for name in &line.passed_over {
            writeln!(output.remarks, "    bỏ qua, không có hoặc đã kết thúc: {name}")?;
        }
    }
    if !consent.yes {
        let accounts: Vec<_> = todo.accounts.into_iter().map(|one| one.user_name).collect();
        return announce(output, todo.open, &accounts);
    }
    report(output, units::apply(app, None, &plan, consent.move_accounts)?)
}

fn announce(output: &mut Output<'_>, open: u64, accounts: &[String]) -> Result<Exit, Failure> {
    writeln!(output.out, "Sẽ chuyển {} đơn chưa xong.", label::count(open))?;
    if !accounts.is_empty() {
        writeln!(output.out, "Tài khoản của đơn vị: {}.", accounts.join(", "))?;
    }
    writeln!(
        output.out,
        "Chưa ghi gì. Thêm --yes để thực hiện, --move-accounts để người của đơn vị giữ vai trò ở đơn vị nhận."
    )?;
    Ok(Exit::Success)
}

fn report(output: &mut Output<'_>, done: Done) -> Result<Exit, Failure> {
    writeln!(
        output.out,
        "Đã ghi. Đã chuyển {} đơn chưa xong; vai trò của {} người ở đơn vị cũ đã kết thúc.",
        label::count(done.moved),
        done.accounts
    )?;
    Ok(Exit::Success)
}
