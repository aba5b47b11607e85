-- The consent that lets a child go home alone. A value added to a type is not usable in the transaction that adds it.
insert into consent_policy (purpose, version, title, body) values
    ('LEAVES_ALONE', 1, '独自离开', '活动允许孩子独自离开时，孩子在结束后可以自己回家，离开后由您负责。未满八周岁的孩子仍须有人接。不同意时，孩子由您或接送名单上的人接走。您可以随时撤回同意，撤回后立即生效。');
