//! The screen's own words, in English and Chinese.

use planfit::assessment::field_name;
use planfit::{Field, Language};
use unicode_width::UnicodeWidthStr;

/// Speaks a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Words(pub(super) Language);

impl Words {
    /// The text in this language.
    pub(super) fn say(self, english: &'static str, chinese: &'static str) -> &'static str {
        match self.0 {
            Language::En => english,
            Language::Zh => chinese,
        }
    }

    pub(super) fn field(self, field: Field) -> &'static str {
        field_name(field, self.0)
    }

    /// What a field without text asks for.
    pub(super) fn wanted(self, field: Field) -> &'static str {
        match field {
            Field::Name => self.say("of the company, institute or person", "企业、机构或个人"),
            Field::Keywords => self.say(
                "such as: lithium battery; energy storage",
                "如：锂电池；储能",
            ),
            Field::Products => self.say(
                "such as: LFP cells; battery packs",
                "如：磷酸铁锂电芯；电池包",
            ),
            Field::Project => self.say(
                "what would be built, with investment and jobs",
                "拟建内容、投资和用工",
            ),
            Field::Description => self.say(
                "what is made or provided, and for what",
                "生产或提供什么、用于什么",
            ),
        }
    }

    /// Columns that the names of the fields take.
    pub(super) fn label_width(self) -> u16 {
        let labels = super::form::FIELDS.map(|field| self.field(field).width());
        labels.into_iter().max().unwrap_or(0) as u16
    }

    pub(super) fn wrote(self, file: &str) -> String {
        match self.0 {
            Language::En => format!("wrote `{file}`"),
            Language::Zh => format!("已写入`{file}`"),
        }
    }

    pub(super) fn no_toml(self, name: &str) -> String {
        match self.0 {
            Language::En => {
                format!("profiles are saved as TOML; `{name}` is no name of such a file")
            }
            Language::Zh => format!("资料只能保存为TOML文件，`{name}`不是TOML文件名"),
        }
    }

    pub(super) fn full(self) -> &'static str {
        self.say(
            "a profile holds at most 8 MiB: not all of it was taken in",
            "资料最多8 MiB：未能全部录入",
        )
    }

    pub(super) fn replace(self, file: &str) -> String {
        match self.0 {
            Language::En => format!("`{file}` is there already. Write over it?"),
            Language::Zh => format!("`{file}`已存在，是否覆盖？"),
        }
    }

    /// Every key and what it does.
    pub(super) fn help(self) -> [(&'static str, &'static str); 12] {
        [
            (
                "Tab, Shift-Tab",
                self.say("next, previous field or ranking", "下一项、上一项"),
            ),
            (
                "↑ ↓",
                self.say(
                    "row above, below; in the ranking: choose",
                    "上一行、下一行；在排名中：选择",
                ),
            ),
            (
                "Enter",
                self.say(
                    "next field; in the ranking: open the clause",
                    "下一项；在排名中：查看条款",
                ),
            ),
            (
                "← → Home End",
                self.say("move within the text", "在文本中移动"),
            ),
            ("Ctrl-← Ctrl-→", self.say("by words", "按词移动")),
            (
                "Ctrl-W Ctrl-U Ctrl-K",
                self.say(
                    "delete the word, to the start, to the end",
                    "删除前一词、至行首、至行尾",
                ),
            ),
            (
                "F2",
                self.say("verdict, reason, what to add", "结论、理由、建议补充"),
            ),
            (
                "Ctrl-S",
                self.say("save the profile as TOML", "将资料保存为TOML"),
            ),
            (
                "Esc, Ctrl-Q",
                self.say(
                    "leave; asks where something is not saved",
                    "退出；有未保存的修改时先询问",
                ),
            ),
            ("Ctrl-C", self.say("leave at once", "立即退出")),
            ("F1", self.say("this page", "本页")),
            (
                ", ; 、 ， ；",
                self.say("separate keywords and products", "分隔关键词和产品"),
            ),
        ]
    }
}
