"""The fields that exist from the start, in the order of the form. Their keys and slots never change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crm_app.rules.fields import AppliesTo, FieldKind, OnDuplicate


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemField:
    """One prepared field: what a new database is seeded with."""

    key: str
    original_name: str
    english: str
    """The name shown in the English interface; also a heading that imports recognise."""
    synonyms: tuple[str, ...] = ()
    """Further headings that an import recognises."""
    kind: FieldKind
    slot: str
    applies_to: AppliesTo = AppliesTo.BOTH
    enabled: bool = True
    required: bool = False
    unique: bool = False
    on_duplicate_company: OnDuplicate = OnDuplicate.BLOCK
    on_duplicate_individual: OnDuplicate = OnDuplicate.BLOCK
    core: bool = False
    """Always enabled and required."""
    decimals: int = 0
    unit: str = ''
    options: tuple[str, ...] = ()


SYSTEM_FIELDS: Final[tuple[SystemField, ...]] = (
    SystemField(
        key='name',
        original_name='客户名称',
        english='Customer name',
        synonyms=('公司名称', '企业名称', '单位名称', '姓名', '名称'),
        kind=FieldKind.TEXT,
        slot='name',
        required=True,
        unique=True,
        on_duplicate_individual=OnDuplicate.WARN,
        core=True,
    ),
    SystemField(
        key='contact',
        original_name='联系人',
        english='Contact',
        synonyms=('联系人姓名',),
        kind=FieldKind.TEXT,
        slot='contact_name',
        applies_to=AppliesTo.COMPANY,
    ),
    SystemField(
        key='mobile',
        original_name='手机',
        english='Mobile',
        synonyms=('手机号码', '手机号', '移动电话'),
        kind=FieldKind.PHONE,
        slot='t01',
        unique=True,
    ),
    SystemField(
        key='phone',
        original_name='电话',
        english='Phone',
        synonyms=('固定电话', '座机', '办公电话'),
        kind=FieldKind.PHONE,
        slot='t02',
    ),
    SystemField(
        key='status',
        original_name='客户状态',
        english='Status',
        synonyms=('状态',),
        kind=FieldKind.CHOICE,
        slot='t03',
        options=('潜在', '跟进中', '已成交', '已流失'),
    ),
    SystemField(
        key='level',
        original_name='客户级别',
        english='Level',
        synonyms=('级别',),
        kind=FieldKind.CHOICE,
        slot='t04',
        options=('A', 'B', 'C'),
    ),
    SystemField(
        key='source',
        original_name='客户来源',
        english='Source',
        synonyms=('来源',),
        kind=FieldKind.CHOICE,
        slot='t05',
        options=('网络推广', '电话营销', '客户介绍', '展会'),
    ),
    SystemField(
        key='industry',
        original_name='行业',
        english='Industry',
        synonyms=('所属行业',),
        kind=FieldKind.CHOICE,
        slot='t06',
        applies_to=AppliesTo.COMPANY,
    ),
    SystemField(
        key='city',
        original_name='城市',
        english='City',
        synonyms=('所在城市', '地区'),
        kind=FieldKind.CHOICE,
        slot='t07',
    ),
    SystemField(
        key='address',
        original_name='地址',
        english='Address',
        synonyms=('详细地址',),
        kind=FieldKind.TEXT,
        slot='t08',
    ),
    SystemField(
        key='remark',
        original_name='备注',
        english='Remarks',
        synonyms=('说明',),
        kind=FieldKind.LONG_TEXT,
        slot='t09',
    ),
    SystemField(key='email', original_name='邮箱', english='E-mail', kind=FieldKind.EMAIL, slot='t10', enabled=False),
    SystemField(key='wechat', original_name='微信', english='WeChat', kind=FieldKind.TEXT, slot='t11', enabled=False),
    SystemField(key='qq', original_name='QQ', english='QQ', kind=FieldKind.TEXT, slot='t12', enabled=False),
    SystemField(key='website', original_name='网址', english='Website', kind=FieldKind.WEB, slot='t13', enabled=False),
    SystemField(
        key='birthday',
        original_name='生日',
        english='Birthday',
        kind=FieldKind.DATE,
        slot='t14',
        applies_to=AppliesTo.INDIVIDUAL,
        enabled=False,
    ),
    SystemField(
        key='gender',
        original_name='性别',
        english='Gender',
        kind=FieldKind.CHOICE,
        slot='t15',
        applies_to=AppliesTo.INDIVIDUAL,
        enabled=False,
        options=('男', '女'),
    ),
    SystemField(
        key='job_title',
        original_name='职位',
        english='Job title',
        kind=FieldKind.TEXT,
        slot='t16',
        applies_to=AppliesTo.INDIVIDUAL,
        enabled=False,
    ),
    SystemField(
        key='credit_code',
        original_name='统一社会信用代码',
        english='Unified social credit code',
        kind=FieldKind.TEXT,
        slot='t17',
        applies_to=AppliesTo.COMPANY,
        enabled=False,
    ),
    SystemField(
        key='founded_on',
        original_name='成立日期',
        english='Founded on',
        kind=FieldKind.DATE,
        slot='t18',
        applies_to=AppliesTo.COMPANY,
        enabled=False,
    ),
    SystemField(
        key='employees',
        original_name='员工人数',
        english='Employees',
        kind=FieldKind.NUMBER,
        slot='n01',
        applies_to=AppliesTo.COMPANY,
        enabled=False,
    ),
    SystemField(
        key='revenue',
        original_name='年营业额',
        english='Annual revenue',
        kind=FieldKind.MONEY,
        slot='n02',
        applies_to=AppliesTo.COMPANY,
        enabled=False,
        decimals=2,
        unit='元',
    ),
)

SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    field.key: (*field.synonyms, field.original_name, field.english) for field in SYSTEM_FIELDS
}
"""By field key, every heading under which an import finds the field."""
