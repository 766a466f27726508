//! Which column of a list is which field of a profile: by its header, in English or Chinese, or as the user says.

use super::cell_counts::CellCounts;
use super::headers::{self, Known};
use super::marks;
use super::target::Target;
use crate::error::{Error, ErrorKind, Result};
use crate::similarity::did_you_mean;

/// What a header heads: `Business scope`, `business_scope`, `经营范围 (business scope)` and `經營範圍` alike.
#[must_use]
pub fn target_of(header: &str) -> Option<Target> {
    headers::known(header).map(|known| known.target)
}

/// What the user says about columns: `description=summary,products=items`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap(Vec<(Target, String)>);

impl ColumnMap {
    /// Reads `field=header` pairs; a field may come again for a second column, and `field=` maps none to it. A header
    /// may hold commas: a part that does not begin with a field belongs to the one before it.
    ///
    /// # Errors
    /// [`ErrorKind::Unknown`] for a field that is none, [`ErrorKind::Malformed`] without `=`.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        let mut map: Vec<(Target, String)> = Vec::new();
        for pairs in pairs {
            for (place, pair) in pairs.split(',').enumerate() {
                let field = pair
                    .split_once('=')
                    .map(|(field, header)| (field.parse::<Target>(), header));
                match (field, map.last_mut()) {
                    (Some((Ok(target), header)), _) => map.push((target, header.to_owned())),
                    (Some((Err(error), _)), _) if place == 0 || is_word(pair) => return Err(error),
                    (_, Some((_, header))) if place > 0 => {
                        header.push(',');
                        header.push_str(pair);
                    }
                    _ => return Err(not_a_pair(pair)),
                }
            }
        }
        for (_, header) in &mut map {
            *header = unquoted(header.trim()).to_owned();
        }
        Ok(Self(map))
    }

    fn names(&self, target: Target) -> bool {
        self.0.iter().any(|(known, _)| *known == target)
    }
}

/// Whether a part of the column map begins with a single word before its `=`, as a field does.
fn is_word(pair: &str) -> bool {
    let field = pair.split('=').next().unwrap_or(pair).trim();
    !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn not_a_pair(pair: &str) -> Error {
    Error::new(
        ErrorKind::Malformed,
        format!("`{pair}` in the column map is not `field=header`"),
    )
    .with_hint("write for instance `--map description=B`: the second column, by its letter, number or header")
}

/// A header without the quotes that somebody put round it.
fn unquoted(header: &str) -> &str {
    let inner = header
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(header)
}

/// The columns of a list and what each is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    headers: Vec<String>,
    targets: Vec<Option<Target>>,
    /// Those that hold marks, whose headers are read for them.
    marked: Vec<usize>,
    notes: Vec<String>,
}

impl Columns {
    /// Maps `headers`, first as `map` says, then by what they are called.
    ///
    /// # Errors
    /// [`ErrorKind::Unknown`] if `map` names a header that is not there, [`ErrorKind::Incomplete`] if no column holds
    /// a text; both list the headers.
    pub fn new(headers: Vec<String>, map: &ColumnMap) -> Result<Self> {
        Self::with_rows(headers, map, &[])
    }

    /// The same, and by what the cells of the first `rows` look like where headers say nothing.
    ///
    /// # Errors
    /// See [`Columns::new`].
    pub fn with_rows(headers: Vec<String>, map: &ColumnMap, rows: &[Vec<String>]) -> Result<Self> {
        let targets = vec![None; headers.len()];
        let mut columns = Self {
            headers,
            targets,
            marked: Vec::new(),
            notes: Vec::new(),
        };
        let mut said = vec![false; columns.headers.len()];
        for (target, header) in map.0.iter().filter(|(_, header)| !header.is_empty()) {
            let place = find(&columns.headers, header)?;
            columns.targets[place] = Some(*target);
            said[place] = true;
        }
        let counts: Vec<CellCounts> = (0..columns.headers.len())
            .map(|place| CellCounts::of(rows, place))
            .collect();
        columns.by_headers(map, &said, &counts);
        columns.by_ledger(map, &said);
        columns.leave_second_table(&said);
        columns.by_cells(map, &counts);
        if map.0.is_empty() && !columns.tells_something(&counts) {
            columns.by_marks(rows);
        }
        let is_read =
            |target: &Option<Target>| target.is_some_and(|t| t.is_text() || t == Target::Name);
        if !columns.targets.iter().any(is_read) {
            let headers = listed(&columns.headers);
            let error = format!("no column to read: the headers are {headers}");
            let hint = columns.map_hint(&counts);
            return Err(Error::new(ErrorKind::Incomplete, error).with_hint(hint));
        }
        if !columns
            .targets
            .iter()
            .flatten()
            .any(|target| target.is_text())
            && !columns.targets.is_empty()
        {
            let hint = columns.map_hint(&counts);
            columns.notes.push(format!(
                "no column says what a company does, so every lead will be `no text`; {hint}"
            ));
        }
        Ok(columns)
    }

    /// Whether a column of text holds any, as far as rows have been looked at.
    fn tells_something(&self, counts: &[CellCounts]) -> bool {
        let is_seen = counts.iter().any(|counts| !counts.is_blank());
        let texts = self.targets.iter().zip(counts);
        let mut texts = texts.filter(|(target, _)| target.is_some_and(Target::is_text));
        texts.any(|(_, counts)| !is_seen || !counts.is_blank())
    }

    /// Reads the headers of columns that hold marks.
    fn by_marks(&mut self, rows: &[Vec<String>]) {
        let mut marked = marks::columns(&self.headers, rows);
        marked.retain(|place| self.targets[*place].is_none());
        let Some(first) = marked.first() else {
            return;
        };
        self.notes.push(format!(
            "`{}` and other columns hold marks: the headers of those that are marked are read as keywords",
            shown(&self.headers[*first])
        ));
        for place in &marked {
            self.targets[*place] = Some(Target::Keywords);
        }
        self.marked = marked;
    }

    /// What the cell of a column says: where it is a mark, what the column is called.
    pub(super) fn said<'a>(&'a self, place: usize, cell: &'a str) -> &'a str {
        match marks::is_mark(cell) && self.marked.binary_search(&place).is_ok() {
            true => &self.headers[place],
            false => cell,
        }
    }

    fn by_headers(&mut self, map: &ColumnMap, said: &[bool], counts: &[CellCounts]) {
        let known: Vec<Option<Known>> = self
            .headers
            .iter()
            .enumerate()
            // Column 741 of a table without a header is `ABN`, and no number of an Australian firm.
            .map(|(place, header)| headers::known(header).filter(|_| *header != letter_of(place)))
            .collect();
        for weak in [false, true] {
            for (place, known) in known.iter().enumerate() {
                let Some(Known {
                    target,
                    weak: is_weak,
                }) = *known
                else {
                    continue;
                };
                if is_weak != weak
                    || said[place]
                    || self.targets[place].is_some()
                    || map.names(target)
                {
                    continue;
                }
                let taken = self.targets.contains(&Some(target));
                // A column of text that is empty tells nothing.
                let has_text = weak && self.tells_something(counts);
                let is_needed = match target {
                    _ if target.is_single() => !taken,
                    Target::Industry => true,
                    _ => !weak || !has_text,
                };
                if counts[place].is_no_text() && (target.is_text() || target == Target::Project) {
                    let header = shown(&self.headers[place]);
                    self.notes.push(format!(
                        "`{header}` is not read: it holds links, numbers or dates"
                    ));
                } else if is_needed {
                    self.targets[place] = Some(target);
                }
            }
        }
    }

    /// Reads a list of projects: the firm is whose project it is, and what the project is called tells what it does
    /// where nothing else does. Lists of start-ups name projects and investors too; they tell of rounds.
    fn by_ledger(&mut self, map: &ColumnMap, said: &[bool]) {
        let is_project = |header: &String| PROJECTS.contains(&headers::key(header).as_str());
        let is_round = |header: &String| ROUNDS.iter().any(|word| header.contains(word));
        let Some(project) = self.headers.iter().position(is_project) else {
            return;
        };
        let name = Some(Target::Name);
        let named = self.targets.iter().position(|target| *target == name);
        let firm = self
            .headers
            .iter()
            .position(|header| headers::is_ledger(header));
        let Some(firm) = firm.filter(|firm| !said[*firm] && !map.names(Target::Name)) else {
            return;
        };
        if named.is_some_and(|named| named != project) || self.headers.iter().any(is_round) {
            return;
        }
        self.targets[firm] = name;
        if !said[project] {
            let has_text = self.targets.iter().flatten().any(|target| target.is_text());
            let may_read = !has_text && !map.names(Target::Description);
            self.targets[project] = may_read.then_some(Target::Description);
        }
    }

    /// Reads nothing of a second table that stands right of the first under the same headers: a row would be two firms.
    fn leave_second_table(&mut self, said: &[bool]) {
        let is_same = |a: usize, b: usize| {
            let (a, b) = (self.headers.get(a), self.headers.get(b));
            a.is_some_and(|a| !a.is_empty() && Some(headers::key(a)) == b.map(|b| headers::key(b)))
        };
        let Some(first) = self.headers.iter().position(|header| !header.is_empty()) else {
            return;
        };
        let is_second = |place: &usize| is_same(first, *place) && is_same(first + 1, place + 1);
        let Some(second) = (first + 2..self.headers.len()).find(is_second) else {
            return;
        };
        for place in (second..self.headers.len()).filter(|place| !said[*place]) {
            self.targets[place] = None;
        }
        self.notes.push(format!(
            "a second table begins at column {}, and is not read: put its rows below those of the first",
            letter_of(second)
        ));
    }

    /// Reads columns by what is in them, where no header told of a text.
    fn by_cells(&mut self, map: &ColumnMap, counts: &[CellCounts]) {
        if !map.0.is_empty() {
            return;
        }
        let unknown = |place: usize| {
            !headers::is_other(&self.headers[place]) || self.headers[place].len() < 3
        };
        let free: Vec<usize> = (0..self.headers.len())
            .filter(|place| self.targets[*place].is_none() && unknown(*place))
            .collect();
        if !self.targets.contains(&Some(Target::Name))
            && let Some(place) = free.iter().copied().find(|place| counts[*place].is_names())
        {
            self.assume(place, Target::Name);
        }
        if self.tells_something(counts) {
            return;
        }
        for place in free {
            if self.targets[place].is_none() && counts[place].is_text() {
                self.assume(place, Target::Description);
            }
        }
        let named = self.targets.contains(&Some(Target::Name));
        // Of several the one that says the most: codes are shorter than words.
        let short = (0..self.headers.len())
            .filter(|place| {
                self.targets[*place].is_none()
                    && unknown_header(&self.headers[*place])
                    && counts[*place].is_words()
            })
            .max_by_key(|place| (counts[*place].letters(), std::cmp::Reverse(*place)));
        if let (true, false, Some(place)) = (
            named,
            self.targets.contains(&Some(Target::Description)),
            short,
        ) {
            self.assume(place, Target::Products);
        }
    }

    fn assume(&mut self, place: usize, target: Target) {
        self.targets[place] = Some(target);
        let header = match self.headers[place].is_empty() {
            true => letter_of(place),
            false => shown(&self.headers[place]),
        };
        self.notes.push(format!(
            "`{header}` is read as {} by what its cells look like",
            target.as_str()
        ));
    }

    /// An option that says which column holds text, for the most likely one.
    fn map_hint(&self, counts: &[CellCounts]) -> String {
        let place = (0..self.headers.len())
            .filter(|place| self.targets[*place].is_none())
            .max_by_key(|place| {
                (
                    counts[*place].is_text(),
                    counts[*place].letters(),
                    std::cmp::Reverse(*place),
                )
            });
        let Some(place) = place else {
            return "a list needs a column of products or of text beside the names".to_owned();
        };
        let (column, header) = (letter_of(place), shown(&self.headers[place]));
        format!(
            "say which column is what, for instance `--map description={column}` for `{header}`; \
             `--header-row N` says where the header is"
        )
    }

    /// The headers as they stand in the list.
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// What each column is read as, in the order of the headers.
    #[must_use]
    pub fn targets(&self) -> &[Option<Target>] {
        &self.targets
    }

    /// What was assumed or is missing, one line each, to be told to the user.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The mapping in words: `id = symbol; name = name; description = summary + scope; not read: country, city`.
    #[must_use]
    pub fn describe(&self) -> String {
        let heading = |target: Option<Target>, between: &str| {
            let headers = self.headers.iter().zip(&self.targets).enumerate();
            let chosen: Vec<String> = headers
                .filter(|(_, (header, known))| {
                    **known == target && (target.is_some() || !header.is_empty())
                })
                .map(|(place, (header, _))| match header.is_empty() {
                    true => format!("column {}", letter_of(place)),
                    false => header.clone(),
                })
                .collect();
            match chosen
                .len()
                .checked_sub(MOST_NAMED)
                .filter(|more| *more > 1)
            {
                Some(more) => format!("{} and {more} more", chosen[..MOST_NAMED].join(between)),
                None => chosen.join(between),
            }
        };
        let mut parts: Vec<String> = Target::ALL
            .into_iter()
            .map(|target| (target, heading(Some(target), " + ")))
            .filter(|(_, headers)| !headers.is_empty())
            .map(|(target, headers)| format!("{} = {headers}", target.as_str()))
            .collect();
        let unread = heading(None, ", ");
        if !unread.is_empty() {
            parts.push(format!("not read: {unread}"));
        }
        parts.join("; ")
    }
}

/// Headers under which projects are named, folded.
const PROJECTS: [&str; 7] = [
    "项目名称",
    "项目",
    "项目名",
    "工程名称",
    "签约项目",
    "招商项目",
    "projectname",
];
/// What headers hold where investors are those of a firm.
const ROUNDS: [&str; 6] = ["融资", "轮次", "估值", "Round", "round", "Funding"];

/// How many columns are named one by one.
const MOST_NAMED: usize = 100;

fn unknown_header(header: &str) -> bool {
    !headers::is_other(header) || header.len() < 3
}

/// The letter of a column as spreadsheets have it: 0 -> `A`, 26 -> `AA`.
#[must_use]
pub(super) fn letter_of(place: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = place + 1;
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().map(|byte| char::from(*byte)).collect()
}

/// The place that a number from 1 or letters name: `3` and `C` -> 2.
fn place_of(column: &str) -> Option<usize> {
    if let Ok(number) = column.parse::<usize>() {
        return number.checked_sub(1);
    }
    if column.is_empty()
        || column.len() > 3
        || !column.bytes().all(|byte| byte.is_ascii_alphabetic())
    {
        return None;
    }
    let number = column.bytes().fold(0, |sum, byte| {
        sum * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}

/// The place of a header: as written, else in its folded form, else by its number or letter.
fn find(headers: &[String], wanted: &str) -> Result<usize> {
    let exact = headers.iter().position(|header| header == wanted);
    let alike = || {
        let key = headers::key(wanted);
        headers
            .iter()
            .position(|header| headers::key(header) == key)
    };
    let placed = || place_of(wanted).filter(|place| *place < headers.len());
    exact.or_else(alike).or_else(placed).ok_or_else(|| {
        let error = Error::new(
            ErrorKind::Unknown,
            format!("no column `{wanted}`: the headers are {}", listed(headers)),
        );
        match did_you_mean(wanted, headers.iter().map(String::as_str)) {
            Some(hint) => error.with_hint(hint),
            None => error.with_hint(format!(
                "name a column by its header, or by its letter from `A` to `{}`",
                letter_of(headers.len().saturating_sub(1))
            )),
        }
    })
}

/// As much of a header as a message shows.
fn shown(header: &str) -> String {
    let start: String = header.trim().chars().take(60).collect();
    start.replace(char::is_control, " ")
}

/// Headers in backticks, at most [`LISTED`] of them.
fn listed(headers: &[String]) -> String {
    let mut names: Vec<String> = headers
        .iter()
        .take(LISTED)
        .map(|header| format!("`{}`", shown(header)))
        .collect();
    if headers.len() > LISTED {
        names.push(format!("and {} more", headers.len() - LISTED));
    }
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

/// How many headers a message lists: more than a person would read in one line are of no use.
const LISTED: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headers: &[&str], map: &[&str]) -> Result<Columns> {
        let headers = headers.iter().map(|header| (*header).to_owned()).collect();
        Columns::new(headers, &ColumnMap::parse(map.iter().copied())?)
    }

    #[test]
    fn headers_are_known_in_both_languages() {
        let list = columns(
            &[
                "统一社会信用代码",
                "公司名称",
                "經營範圍",
                "主营产品（Products）",
                "Industry Keywords",
                "注册资本",
            ],
            &[],
        )
        .unwrap();
        assert_eq!(
            list.describe(),
            "id = 统一社会信用代码; name = 公司名称; keywords = Industry Keywords; products = 主营产品（Products）; \
             description = 經營範圍; not read: 注册资本"
        );
    }

    #[test]
    fn the_first_name_wins_and_texts_are_read_together() {
        let list = columns(&["name", "company_name", "summary", "Business scope"], &[]).unwrap();
        assert_eq!(
            list.describe(),
            "name = name; description = summary + Business scope; not read: company_name"
        );
    }

    #[test]
    fn the_user_overrides() {
        let list = columns(
            &["name", "summary", "items", "industry"],
            &["products=items,industry=", "description=Summary"],
        )
        .unwrap();
        assert_eq!(
            list.describe(),
            "name = name; products = items; description = summary; not read: industry"
        );
        let wrong = columns(&["name", "summary"], &["description=sumary"]).unwrap_err();
        assert_eq!(
            wrong.to_string(),
            "no column `sumary`: the headers are `name`, `summary`"
        );
        assert_eq!(wrong.hint(), Some("did you mean `summary`?"));
        assert!(
            columns(&["name"], &["nam=name"])
                .unwrap_err()
                .to_string()
                .contains("unknown field `nam`")
        );
        assert!(
            columns(&["name"], &["name"])
                .unwrap_err()
                .to_string()
                .contains("not `field=header`")
        );
    }

    #[test]
    fn a_list_without_text_is_refused() {
        let error = columns(&["Land", "PLZ"], &[]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Incomplete);
        assert_eq!(
            error.to_string(),
            "no column to read: the headers are `Land`, `PLZ`"
        );
    }
}
