//! Which column of a list is which field of a profile: by its header, in English or Chinese, or as the user says.

use crate::error::{Error, ErrorKind, Result};
use crate::similarity::did_you_mean;
use crate::text::fold_str;

/// What a column is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// What the user calls the lead: repeated in the output, not read for evidence.
    Id,
    /// The firm's name.
    Name,
    /// Enterprise, platform, institute or talent.
    Kind,
    /// The industry as a list of companies states it: coarse, and often wrong where firms are sorted into a few dozen
    /// of them. Read as keywords, but only where a row says little else.
    Industry,
    /// Industry keywords, split as a list.
    Keywords,
    /// Products and services, split as a list.
    Products,
    /// Free text.
    Description,
}

impl Target {
    /// All of them, in the order shown to users.
    pub const ALL: [Self; 7] = [
        Self::Id,
        Self::Name,
        Self::Kind,
        Self::Industry,
        Self::Keywords,
        Self::Products,
        Self::Description,
    ];

    /// The word used on the command line and in messages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::Kind => "kind",
            Self::Industry => "industry",
            Self::Keywords => "keywords",
            Self::Products => "products",
            Self::Description => "description",
        }
    }

    /// Whether it holds text that says what a firm does.
    #[must_use]
    pub fn is_text(self) -> bool {
        matches!(
            self,
            Self::Industry | Self::Keywords | Self::Products | Self::Description
        )
    }

    /// Whether only one column can be it; where several could, the first is.
    fn is_single(self) -> bool {
        matches!(self, Self::Id | Self::Name | Self::Kind)
    }
}

impl std::str::FromStr for Target {
    type Err = Error;

    fn from_str(word: &str) -> Result<Self> {
        let known = Self::ALL
            .into_iter()
            .find(|target| target.as_str() == word.trim());
        known.ok_or_else(|| {
            let hint = did_you_mean(word.trim(), Self::ALL.map(Self::as_str));
            Error::new(
                ErrorKind::Unknown,
                format!("unknown field `{}` in the column map", word.trim()),
            )
            .with_hint(hint.unwrap_or_else(|| {
                "fields are `id`, `name`, `kind`, `industry`, `keywords`, `products` and `description`"
                    .to_owned()
            }))
        })
    }
}

/// Headers, folded and without anything but letters and digits, by what they head.
const KNOWN: [(Target, &[&str]); 7] = [
    (
        Target::Id,
        &[
            "id",
            "symbol",
            "ticker",
            "code",
            "companyid",
            "leadid",
            "rowid",
            "uid",
            "uuid",
            "uscc",
            "creditcode",
            "socialcreditcode",
            "unifiedsocialcreditcode",
            "registrationnumber",
            "registrationno",
            "companynumber",
            "stockcode",
            "isin",
            "lei",
            "编号",
            "代码",
            "序号",
            "统一社会信用代码",
            "社会信用代码",
            "信用代码",
            "统一信用代码",
            "注册号",
            "工商注册号",
            "证券代码",
            "股票代码",
            "企业编号",
            "客户编号",
        ],
    ),
    (
        Target::Name,
        &[
            "name",
            "company",
            "companyname",
            "enterprise",
            "enterprisename",
            "firm",
            "firmname",
            "organization",
            "organizationname",
            "organisation",
            "organisationname",
            "institution",
            "legalname",
            "entityname",
            "account",
            "accountname",
            "customer",
            "customername",
            "企业名称",
            "公司名称",
            "公司名",
            "企业名",
            "企业",
            "公司",
            "名称",
            "单位名称",
            "机构名称",
            "客户名称",
            "主体名称",
            "企业全称",
            "公司全称",
        ],
    ),
    (
        Target::Kind,
        &["kind", "entitykind", "profilekind", "主体类型", "主体类别"],
    ),
    (
        Target::Industry,
        &[
            "industry",
            "industries",
            "sector",
            "行业",
            "所属行业",
            "行业分类",
            "行业类别",
            "行业名称",
            "国标行业",
            "国民经济行业分类",
            "所处行业",
        ],
    ),
    (
        Target::Keywords,
        &[
            "keywords",
            "keyword",
            "industrykeywords",
            "industrykeyword",
            "tags",
            "tag",
            "关键词",
            "关键字",
            "行业关键词",
            "标签",
            "行业标签",
        ],
    ),
    (
        Target::Products,
        &[
            "products",
            "product",
            "mainproducts",
            "mainproduct",
            "productsandservices",
            "productsservices",
            "productservice",
            "productnames",
            "services",
            "产品",
            "主营产品",
            "主要产品",
            "产品名称",
            "产品与服务",
            "产品和服务",
            "产品及服务",
            "产品服务",
            "主要产品及服务",
            "服务",
            "品牌产品",
        ],
    ),
    (
        Target::Description,
        &[
            "description",
            "descriptions",
            "desc",
            "summary",
            "businesssummary",
            "longbusinesssummary",
            "businessscope",
            "scopeofbusiness",
            "scope",
            "business",
            "mainbusiness",
            "businessdescription",
            "companydescription",
            "companyprofile",
            "profile",
            "about",
            "overview",
            "introduction",
            "intro",
            "text",
            "经营范围",
            "业务范围",
            "主营业务",
            "主要业务",
            "主营",
            "公司简介",
            "企业简介",
            "简介",
            "描述",
            "业务描述",
            "企业描述",
            "公司介绍",
            "企业介绍",
            "介绍",
            "经营业务",
            "经营内容",
            "业务简介",
            "公司概况",
            "企业概况",
        ],
    ),
];

/// Letters and digits of a header in their folded form.
fn folded(header: &str) -> String {
    let mut text = fold_str(header);
    text.retain(char::is_alphanumeric);
    text
}

fn known(header: &str) -> Option<Target> {
    let header = folded(header);
    KNOWN
        .iter()
        .find(|(_, names)| names.contains(&header.as_str()))
        .map(|(target, _)| *target)
}

/// What a header heads: `Business scope`, `business_scope`, `经营范围 (business scope)` and `經營範圍` alike.
#[must_use]
pub fn target_of(header: &str) -> Option<Target> {
    known(header).or_else(|| {
        header
            .split(['(', ')', '（', '）', '/', '|', '[', ']', '【', '】', '\n'])
            .filter(|part| part.len() < header.len())
            .find_map(known)
    })
}

/// What the user says about columns: `description=summary,products=items`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap(Vec<(Target, String)>);

impl ColumnMap {
    /// Reads `field=header` pairs; a field may come again for a second column, and `field=` maps none to it.
    ///
    /// # Errors
    /// [`ErrorKind::Unknown`] for a field that is none, [`ErrorKind::Malformed`] without `=`.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = &'a str>) -> Result<Self> {
        let mut map = Vec::new();
        for pair in pairs.into_iter().flat_map(|pairs| pairs.split(',')) {
            let (target, header) = pair.split_once('=').ok_or_else(|| {
                Error::new(
                    ErrorKind::Malformed,
                    format!("`{pair}` in the column map is not `field=header`"),
                )
                .with_hint("write for instance `description=summary,products=items`")
            })?;
            map.push((target.parse()?, header.trim().to_owned()));
        }
        Ok(Self(map))
    }

    fn names(&self, target: Target) -> bool {
        self.0.iter().any(|(known, _)| *known == target)
    }
}

/// The columns of a list and what each is read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    headers: Vec<String>,
    targets: Vec<Option<Target>>,
}

impl Columns {
    /// Maps `headers`, first as `map` says, then by what they are called.
    ///
    /// # Errors
    /// [`ErrorKind::Unknown`] if `map` names a header that is not there, [`ErrorKind::Incomplete`] if no column holds
    /// a text; both list the headers.
    pub fn new(headers: Vec<String>, map: &ColumnMap) -> Result<Self> {
        let mut targets = vec![None; headers.len()];
        for (target, header) in map.0.iter().filter(|(_, header)| !header.is_empty()) {
            let place = find(&headers, header)?;
            targets[place] = Some(*target);
        }
        for (place, header) in headers.iter().enumerate() {
            let Some(target) = target_of(header) else {
                continue;
            };
            let taken = target.is_single() && targets.contains(&Some(target));
            if targets[place].is_none() && !map.names(target) && !taken {
                targets[place] = Some(target);
            }
        }
        let columns = Self { headers, targets };
        let usable =
            |target: &Option<Target>| target.is_some_and(|t| t.is_text() || t == Target::Name);
        if !columns.targets.iter().any(usable) {
            return Err(Error::new(
                ErrorKind::Incomplete,
                format!(
                    "no column to read: the headers are {}",
                    listed(&columns.headers)
                ),
            )
            .with_hint(
                "say which column is what, for instance `--map description=HEADER,name=HEADER`",
            ));
        }
        Ok(columns)
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

    /// The mapping in words: `id = symbol; name = name; description = summary + scope; not read: country, city`.
    #[must_use]
    pub fn describe(&self) -> String {
        let heading = |target: Option<Target>, between: &str| {
            let headers = self.headers.iter().zip(&self.targets);
            let chosen: Vec<&str> = headers
                .filter(|(_, known)| **known == target)
                .map(|(header, _)| header.as_str())
                .collect();
            chosen.join(between)
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

/// The place of a header: as written, or else in its folded form.
fn find(headers: &[String], wanted: &str) -> Result<usize> {
    let exact = headers.iter().position(|header| header == wanted);
    let alike = || {
        headers
            .iter()
            .position(|header| folded(header) == folded(wanted))
    };
    exact.or_else(alike).ok_or_else(|| {
        let error = Error::new(
            ErrorKind::Unknown,
            format!("no column `{wanted}`: the headers are {}", listed(headers)),
        );
        match did_you_mean(wanted, headers.iter().map(String::as_str)) {
            Some(hint) => error.with_hint(hint),
            None => error,
        }
    })
}

/// Headers in backticks, at most [`LISTED`] of them.
fn listed(headers: &[String]) -> String {
    let mut names: Vec<String> = headers
        .iter()
        .take(LISTED)
        .map(|header| {
            format!(
                "`{}`",
                header
                    .trim()
                    .chars()
                    .take(60)
                    .collect::<String>()
                    .replace(char::is_control, " ")
            )
        })
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
    fn no_header_stands_for_two_fields() {
        let mut all: Vec<&str> = KNOWN
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .collect();
        for name in &all {
            assert_eq!(folded(name), *name, "`{name}` would never be met");
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
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
