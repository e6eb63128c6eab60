//! The command line: what can be asked, and where it is carried out.
//!
//! Commands about the data speak to the running server over its control socket, or open the data folder themselves
//! when no server runs: both ways end in `console::execute`.

mod account;
mod console;
mod control;
mod deadline;
mod demo;
mod failure;
mod listening;
mod seal;
mod serve;
mod unit;
mod usage;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::domain::journal::link::Head;
use crate::exit::Exit;
use crate::store::seal::default_place;
use account::AccountCli;
use console::Request;
use deadline::Flags;
use failure::Failure;
use listening::Listening;
use seal::SealCli;
use unit::UnitCli;

pub(crate) use control::listen;

#[derive(Parser)]
#[command(
    name = "donthu",
    version,
    about = "Phần mềm quản lý đơn thư: một tệp chạy duy nhất, không cần máy chủ cơ sở dữ liệu",
    disable_help_subcommand = true
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Args)]
struct Data {
    /// Thư mục dữ liệu
    #[arg(long, env = "DONTHU_DATA", default_value = "donthu-data", value_name = "THƯ_MỤC")]
    data: PathBuf,
    /// Tệp khóa niêm phong danh tính; không ghi: cạnh thư mục dữ liệu, tên thêm .seal.key
    #[arg(long, env = "DONTHU_SEAL_KEY", value_name = "TỆP")]
    seal_key: Option<PathBuf>,
}

impl Data {
    /// The key file: apart from the folder, so that a copy of the folder opens nothing.
    fn key(&self) -> PathBuf {
        self.seal_key.clone().unwrap_or_else(|| default_place(&self.data))
    }
}

#[derive(Subcommand)]
enum Command {
    /// Chạy máy chủ; lần đầu in liên kết khởi tạo dùng một lần
    #[command(
        after_help = "Ví dụ: donthu serve --data /var/lib/donthu --listen 0.0.0.0:443 --tls-cert don.pem --tls-key don.key --redirect-from 0.0.0.0:80"
    )]
    Serve {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        listening: Listening,
    },
    /// Dựng cơ quan thực hành (người và đơn hư cấu) trong thư mục riêng và phục vụ
    #[command(after_help = "Ví dụ: donthu demo --petitions 100000 --data /tmp/thuc-hanh")]
    Demo {
        /// Thư mục của cơ quan thực hành
        #[arg(long, default_value = "demo-office", value_name = "THƯ_MỤC")]
        data: PathBuf,
        /// Số đơn
        #[arg(long, default_value_t = crate::app::practice::USUAL_PETITIONS, value_name = "SỐ")]
        petitions: u64,
        #[command(flatten)]
        listening: Listening,
        /// Chỉ dựng dữ liệu, không phục vụ
        #[arg(long)]
        make_only: bool,
    },
    /// Tạo thư mục dữ liệu với tên cơ quan và các đơn vị ban đầu
    #[command(
        after_help = "Ví dụ: donthu init --data /var/lib/donthu --office \"UBND thành phố Quy Nhơn\""
    )]
    Init {
        #[command(flatten)]
        data: Data,
        /// Tên cơ quan
        #[arg(long, value_name = "TÊN")]
        office: Option<String>,
    },
    /// Nhập sổ theo dõi đơn cũ (.xlsx, .xls, .ods, .csv)
    #[command(after_help = "Ví dụ: donthu import so-2017.xlsx --data /var/lib/donthu --dry-run")]
    Import {
        /// Tệp sổ
        #[arg(value_name = "TỆP")]
        file: PathBuf,
        #[command(flatten)]
        data: Data,
        /// Chỉ đọc và báo, không ghi
        #[arg(long)]
        dry_run: bool,
        /// In kết quả dạng JSON ở dòng cuối
        #[arg(long)]
        json: bool,
    },
    /// Hoàn tác một lần nhập sổ
    #[command(after_help = "Ví dụ: donthu undo 3 --data /var/lib/donthu")]
    Undo {
        /// Số của lần nhập
        #[arg(value_name = "SỐ")]
        batch: u32,
        #[command(flatten)]
        data: Data,
    },
    /// Xuất toàn bộ dữ liệu, mỗi dòng một bản ghi JSON
    #[command(after_help = "Ví dụ: donthu export --data /var/lib/donthu > don.jsonl")]
    Export {
        /// Kèm danh tính đang niêm phong (cần tệp khóa; việc xuất được ghi nhật ký)
        #[arg(long)]
        sealed: bool,
        #[command(flatten)]
        data: Data,
    },
    /// Tìm đơn theo tên, số, địa chỉ, nội dung
    #[command(after_help = "Ví dụ: donthu search \"nguyen thi loan nhon binh\" --limit 5 --json")]
    Search {
        /// Chữ cần tìm; có dấu hay không đều được
        #[arg(value_name = "CHỮ")]
        query: String,
        /// Số kết quả
        #[arg(long, default_value_t = 20, value_name = "SỐ")]
        limit: usize,
        /// In danh sách JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        data: Data,
    },
    /// Lập lại chỉ mục tìm kiếm từ kho dữ liệu
    #[command(after_help = "Ví dụ: donthu reindex --data /var/lib/donthu")]
    Reindex {
        #[command(flatten)]
        data: Data,
    },
    /// Kiểm tra toàn bộ: lịch sử, khóa, cột, nhật ký, chỉ mục
    #[command(after_help = "Ví dụ: donthu verify --data /var/lib/donthu")]
    Verify {
        /// Mã chốt nhật ký đã ký (số mục và mã, như trên biên bản chốt): kiểm tra còn là mắt xích của nhật ký; có thể nhiều
        #[arg(long = "journal-head", value_name = "SỐ:MÃ", value_parser = head)]
        signed: Vec<Head>,
        #[command(flatten)]
        data: Data,
    },
    /// Nhật ký: mã chốt hiện nay
    #[command(subcommand, after_help = "Ví dụ: donthu journal head --data /var/lib/donthu")]
    Journal(JournalCli),
    /// Tính hạn theo quy định, không cần đơn nào
    #[command(after_help = "Ví dụ: donthu deadline KN1-GQ-VX 2018-01-15 --complex --json")]
    Deadline {
        /// Mã quy định hoặc họ quy định (KN1-TL, TC-GQ, KN2-GQ-VX…)
        #[arg(value_name = "QUY_ĐỊNH")]
        rule: String,
        /// Ngày của sự kiện làm mốc (yyyy-mm-dd hoặc dd/mm/yyyy)
        #[arg(value_name = "NGÀY")]
        from: String,
        /// Vụ việc phức tạp
        #[arg(long)]
        complex: bool,
        /// In kết quả dạng JSON
        #[arg(long)]
        json: bool,
        /// Thư mục dữ liệu: tính theo quy định và lịch nghỉ của cơ quan; không có thì theo bản kèm phần mềm
        #[arg(long, env = "DONTHU_DATA", value_name = "THƯ_MỤC")]
        data: Option<PathBuf>,
    },
    /// Tài khoản: thêm, liệt kê, đổi vai trò từ một ngày, khóa, mở, đặt lại mật khẩu
    #[command(
        subcommand,
        after_help = "Ví dụ: donthu account add mai --name \"Trần Thị Mai\" --role can-bo-tiep-nhan"
    )]
    Account(AccountCli),
    /// Đơn vị: thêm, liệt kê, đổi tên, sáp nhập, kết thúc, bàn giao
    #[command(subcommand, after_help = "Ví dụ: donthu unit list --data /var/lib/donthu")]
    Unit(UnitCli),
    /// Khóa niêm phong danh tính người tố cáo: xem, đổi, chép cất riêng
    #[command(subcommand, after_help = "Ví dụ: donthu seal status --data /var/lib/donthu")]
    Seal(SealCli),
}

#[derive(Subcommand)]
enum JournalCli {
    /// In số, mã chốt và lúc ghi của mục mới nhất
    #[command(after_help = "Ví dụ: donthu journal head --data /var/lib/donthu")]
    Head {
        #[command(flatten)]
        data: Data,
    },
}

/// A head of the journal as it is printed.
fn head(typed: &str) -> Result<Head, String> {
    typed.parse().map_err(|()| "not a head".to_owned())
}

/// Parses, carries out, says what went wrong.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage::explain(&error).into(),
    };
    match run(cli.command) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            say(&format!("Lỗi: {failure}"));
            failure.exit().into()
        }
    }
}

/// A line for the person at the terminal; one that can't be written has nobody to read it.
fn say(line: &str) {
    drop(writeln!(std::io::stderr(), "{line}"));
}

fn run(command: Command) -> Result<Exit, Failure> {
    let (data, request, payload) = match command {
        Command::Serve { data, listening } => return serve::run(&data, &listening),
        Command::Demo { data, petitions, listening, make_only } => {
            return demo::run(&data, petitions, (!make_only).then_some(&listening));
        }
        Command::Init { data, office } => (data, Request::Init { office }, Vec::new()),
        Command::Import { file, data, dry_run, json } => {
            let (name, bytes) = console::read_file(&file)?;
            (data, Request::Import { file: name, dry_run, json }, bytes)
        }
        Command::Undo { batch, data } => (data, Request::Undo { batch }, Vec::new()),
        Command::Export { sealed, data } => (data, Request::Export { sealed }, Vec::new()),
        Command::Search { query, limit, json, data } => {
            (data, Request::Search { query, limit, json }, Vec::new())
        }
        Command::Reindex { data } => (data, Request::Reindex, Vec::new()),
        Command::Verify { signed, data } => (data, Request::Verify { signed }, Vec::new()),
        Command::Journal(JournalCli::Head { data }) => (data, Request::JournalHead, Vec::new()),
        Command::Deadline { rule, from, complex, json, data: None } => {
            return deadline::run(&rule, &from, Flags { complex, json });
        }
        Command::Deadline { rule, from, complex, json, data: Some(data) } => (
            Data { data, seal_key: None },
            Request::Deadline { rule, from, complex, json },
            Vec::new(),
        ),
        Command::Account(account) => {
            let (data, command) = account.request();
            (data, Request::Account(command), Vec::new())
        }
        Command::Unit(unit) => {
            let (data, command) = unit.request()?;
            (data, Request::Unit(command), Vec::new())
        }
        Command::Seal(seal) => {
            let (data, command) = seal.request()?;
            (data, Request::Seal(command), Vec::new())
        }
    };
    control::ask(&data, &request, &payload)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_is_sound_and_every_command_has_an_example() {
        Cli::command().debug_assert();
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Ví dụ: donthu"), "{} has no example", command.get_name());
        }
    }
}
