//! Writes an Excel file from its first byte to its last, without going back and without keeping rows.
//!
//! Only what the list needs: one heading, columns of fixed widths, texts, whole numbers and dates. Text goes in as
//! text, so that none can become a formula. Used by `app::sheet`.

// Writing to a string cannot fail: its results are dropped.
use std::fmt::Write as _;
use std::io::{self, Write};

use chrono::NaiveDate;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, StreamWriter};

/// Rows of one sheet beside the heading. Excel takes twice as many; a sheet must also stay below 4 GB of XML.
const SHEET_ROWS: usize = 500_000;
/// Speed matters more than the last tenth of the size.
const COMPRESSION: i64 = 1;
/// Longest text of a cell, in characters.
const CELL_CHARS: usize = 32_767;

const STYLE_HEADING: u8 = 1;
const STYLE_DATE: u8 = 2;
const STYLE_TEXT: u8 = 3;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Formats by their place: none, heading, date, text.
const STYLES: &str = "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts>\
<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
<font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>\
<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>\
<border><left/><right/><top/><bottom style=\"thin\"><color auto=\"1\"/></bottom><diagonal/></border></borders>\
<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
<cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"1\" xfId=\"0\" applyFont=\"1\" applyBorder=\"1\" applyAlignment=\"1\">\
<alignment horizontal=\"center\" wrapText=\"1\"/></xf>\
<xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>\
<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs>\
<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";

/// A cell.
pub(super) enum Cell {
    Text(String),
    Number(u32),
    Date(NaiveDate),
    Empty,
}

/// What stands over every sheet: heading and width in characters of each column.
pub(super) type Columns = [(&'static str, f64)];

/// A file that is being written.
pub(super) struct Xlsx<'a, W: Write> {
    zip: ZipWriter<StreamWriter<UntilFailure<W>>>,
    columns: &'a Columns,
    /// Rows written, in all sheets together.
    written: usize,
    /// The row that is being made: one buffer for all of them.
    line: String,
}

impl<'a, W: Write> Xlsx<'a, W> {
    /// Begins a file of `rows` rows; the sheets are called `name`, the second one with its number.
    pub(super) fn begin(out: W, name: &str, columns: &'a Columns, rows: usize) -> io::Result<Self> {
        let out = UntilFailure { out, has_failed: false };
        let mut file =
            Self { zip: ZipWriter::new_stream(out), columns, written: 0, line: String::new() };
        let sheets = rows.div_ceil(SHEET_ROWS).max(1);
        file.part("[Content_Types].xml", &content_types(sheets))?;
        file.part("_rels/.rels", &relations([("officeDocument", "xl/workbook.xml".to_owned())]))?;
        file.part("xl/workbook.xml", &workbook(name, sheets))?;
        let parts = (1..=sheets).map(|sheet| ("worksheet", format!("worksheets/sheet{sheet}.xml")));
        let parts = parts.chain([("styles", "styles.xml".to_owned())]);
        file.part("xl/_rels/workbook.xml.rels", &relations(parts))?;
        let styles = format!("{HEAD}<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>");
        file.part("xl/styles.xml", &styles)?;
        file.begin_sheet(1)?;
        Ok(file)
    }

    fn start(&mut self, part: &str) -> io::Result<()> {
        let options = SimpleFileOptions::default().compression_level(Some(COMPRESSION));
        self.zip.start_file(part, options).map_err(of_zip)
    }

    fn part(&mut self, name: &str, xml: &str) -> io::Result<()> {
        self.start(name)?;
        self.zip.write_all(xml.as_bytes())
    }

    fn begin_sheet(&mut self, number: usize) -> io::Result<()> {
        self.start(&format!("xl/worksheets/sheet{number}.xml"))?;
        let selected = if number == 1 { " tabSelected=\"1\"" } else { "" };
        let mut xml = format!(
            "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>\
             <sheetViews><sheetView{selected} workbookViewId=\"0\">\
             <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
             </sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>"
        );
        for (at, (_, width)) in (1..).zip(self.columns) {
            let _ =
                write!(xml, "<col min=\"{at}\" max=\"{at}\" width=\"{width}\" customWidth=\"1\"/>");
        }
        xml += "</cols><sheetData><row r=\"1\">";
        for (heading, _) in self.columns {
            write_text(&mut xml, STYLE_HEADING, heading);
        }
        xml += "</row>";
        self.zip.write_all(xml.as_bytes())
    }

    fn end_sheet(&mut self) -> io::Result<()> {
        self.zip.write_all(
            b"</sheetData><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>\
              </worksheet>",
        )
    }

    /// Writes a row of so many points.
    pub(super) fn row(&mut self, height: f64, cells: &[Cell]) -> io::Result<()> {
        if self.written > 0 && self.written.is_multiple_of(SHEET_ROWS) {
            self.end_sheet()?;
            self.begin_sheet(self.written / SHEET_ROWS + 1)?;
        }
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        let _ = write!(line, "<row r=\"{}\" ht=\"{height}\" customHeight=\"1\">", self.at());
        for cell in cells {
            match cell {
                Cell::Text(text) => write_text(&mut line, STYLE_TEXT, text),
                Cell::Number(number) => write_number(&mut line, STYLE_TEXT, i64::from(*number)),
                Cell::Date(day) => write_number(&mut line, STYLE_DATE, serial(*day)),
                Cell::Empty => line += "<c/>",
            }
        }
        line += "</row>";
        self.written += 1;
        self.line = line;
        self.zip.write_all(self.line.as_bytes())
    }

    /// Row in the sheet of the row that is next; the heading is the first.
    fn at(&self) -> usize {
        self.written % SHEET_ROWS + 2
    }

    /// Ends the file: without it nothing that was written can be read.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.end_sheet()?;
        self.zip.finish().map_err(of_zip)?.into_inner().flush()
    }
}

/// Says once that it failed, and then takes everything: the library tries to end its archive when it is dropped.
struct UntilFailure<W> {
    out: W,
    has_failed: bool,
}

impl<W: Write> Write for UntilFailure<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.has_failed {
            return Ok(bytes.len());
        }
        self.out.write(bytes).inspect_err(|_| self.has_failed = true)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.has_failed { Ok(()) } else { self.out.flush() }
    }
}

fn of_zip(error: ZipError) -> io::Error {
    error.into()
}

/// Days as Excel counts them.
fn serial(day: NaiveDate) -> i64 {
    const DAY_0: NaiveDate = match NaiveDate::from_ymd_opt(1899, 12, 30) {
        Some(day) => day,
        None => unreachable!(),
    };
    (day - DAY_0).num_days()
}

fn write_number(out: &mut String, style: u8, number: i64) {
    let _ = write!(out, "<c s=\"{style}\"><v>{number}</v></c>");
}

/// A text as it is: what XML forbids is left out, and what Excel would decode ("_x0041_") is kept from that.
fn write_text(out: &mut String, style: u8, text: &str) {
    let _ = write!(out, "<c s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    let mut before = '\0';
    for letter in text.chars().take(CELL_CHARS) {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            'x' if before == '_' => {
                out.pop();
                out.push_str("_x005F_x");
            }
            '\n' | '\t' => out.push(letter),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            letter => out.push(letter),
        }
        before = letter;
    }
    out.push_str("</t></is></c>");
}

fn content_types(sheets: usize) -> String {
    let mut xml = format!(
        "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"{KIND}.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"{KIND}.styles+xml\"/>"
    );
    for sheet in 1..=sheets {
        let _ = write!(
            xml,
            "<Override PartName=\"/xl/worksheets/sheet{sheet}.xml\" ContentType=\"{KIND}.worksheet+xml\"/>"
        );
    }
    xml + "</Types>"
}

fn relations(parts: impl IntoIterator<Item = (&'static str, String)>) -> String {
    let mut xml = format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (at, (kind, target)) in (1..).zip(parts) {
        let _ = write!(
            xml,
            "<Relationship Id=\"rId{at}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>"
        );
    }
    xml + "</Relationships>"
}

fn workbook(name: &str, sheets: usize) -> String {
    let name_of = |sheet: usize| {
        if sheet == 1 { name.to_owned() } else { format!("{name} ({sheet})") }
    };
    let mut xml = format!(
        "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\">\
         <bookViews><workbookView/></bookViews><sheets>"
    );
    for sheet in 1..=sheets {
        let name = name_of(sheet);
        let _ = write!(xml, "<sheet name=\"{name}\" sheetId=\"{sheet}\" r:id=\"rId{sheet}\"/>");
    }
    xml += "</sheets><definedNames>";
    for sheet in 1..=sheets {
        let (at, name) = (sheet - 1, name_of(sheet));
        let _ = write!(
            xml,
            "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{at}\">'{name}'!$1:$1</definedName>"
        );
    }
    xml + "</definedNames></workbook>"
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use zip::ZipArchive;

    use super::*;

    #[test]
    fn more_rows_than_a_sheet_takes_go_on_in_the_next() {
        let mut bytes = Vec::new();
        let mut file = Xlsx::begin(&mut bytes, "Đơn", &[("Số", 9.0)], SHEET_ROWS + 1).unwrap();
        for _ in 0..=SHEET_ROWS {
            file.row(15.0, &[Cell::Number(7)]).unwrap();
        }
        file.finish().unwrap();
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut part = |name: &str| {
            let mut xml = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
            xml
        };
        let second = part("xl/worksheets/sheet2.xml");
        assert_eq!(second.matches("<row ").count(), 2, "the heading and one row: {second}");
        assert!(second.contains("<row r=\"2\""), "{second}");
        let first = part("xl/worksheets/sheet1.xml");
        assert!(first.contains(&format!("<row r=\"{}\"", SHEET_ROWS + 1)));
        assert!(part("xl/workbook.xml").contains("name=\"Đơn (2)\" sheetId=\"2\" r:id=\"rId2\""));
        assert!(part("[Content_Types].xml").contains("/xl/worksheets/sheet2.xml"));
        assert!(part("xl/_rels/workbook.xml.rels").contains("Id=\"rId3\""), "the styles");
    }

    #[test]
    fn texts_stay_what_they_are() {
        let written = |text: &str| {
            let mut out = String::new();
            write_text(&mut out, STYLE_TEXT, text);
            let inside = out.split("preserve\">").nth(1).unwrap();
            inside.split("</t>").next().unwrap().to_owned()
        };
        for (text, xml) in [
            ("=1+1", "=1+1"),
            ("a<b>&c", "a&lt;b&gt;&amp;c"),
            ("_x0041_", "_x005F_x0041_"),
            ("__x_x", "__x005F_x_x005F_x"),
            ("x_ x", "x_ x"),
            ("một\u{b}hai\n\u{0}ba", "mộthai\nba"),
        ] {
            assert_eq!(written(text), xml);
        }
        assert_eq!(written(&"ă".repeat(40_000)).chars().count(), CELL_CHARS);
    }
}
