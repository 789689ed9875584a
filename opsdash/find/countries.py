"""Countries and what belongs to them: "Belgian" asks for Belgium.

A table to be kept up by hand: one country a line, its names before the bar, the one used first; adjectives
and short forms after it. A word that stands in it is never taken for a misspelling of another (Slovakia is not
Slovenia, Iran not Iraq), nor for the beginning of one (Niger is not Nigeria).
"""

TABLE = """
Afghanistan | Afghan
Albania | Albanian
Algeria | Algerian
Andorra | Andorran
Angola | Angolan
Argentina | Argentine, Argentinian
Armenia | Armenian
Australia | Australian
Austria | Austrian
Azerbaijan | Azerbaijani
Bahrain | Bahraini
Bangladesh | Bangladeshi
Belarus | Belarusian
Belgium | Belgian
Benin | Beninese
Bhutan | Bhutanese
Bolivia | Bolivian
Bosnia and Herzegovina, Bosnia | Bosnian
Botswana | Botswanan
Brazil | Brazilian
Brunei | Bruneian
Bulgaria | Bulgarian
Burkina Faso | Burkinabe
Burundi | Burundian
Cabo Verde, Cape Verde | Cape Verdean
Cambodia | Cambodian
Cameroon | Cameroonian
Canada | Canadian
Central African Republic | Central African
Chad | Chadian
Chile | Chilean
China | Chinese
Colombia | Colombian
Comoros | Comorian
Costa Rica | Costa Rican
Côte d'Ivoire, Ivory Coast | Ivorian
Croatia | Croatian
Cuba | Cuban
Cyprus | Cypriot
Czechia, Czech Republic | Czech
Democratic Republic of the Congo, DR Congo | DRC
Denmark | Danish
Djibouti | Djiboutian
Dominica
Dominican Republic
Ecuador | Ecuadorian
Egypt | Egyptian
El Salvador | Salvadoran
Equatorial Guinea | Equatorial Guinean
Eritrea | Eritrean
Estonia | Estonian
Eswatini | Swazi
Ethiopia | Ethiopian
European Union | EU
Fiji | Fijian
Finland | Finnish
France | French
Gabon | Gabonese
Gambia | Gambian
Georgia | Georgian
Germany | German
Ghana | Ghanaian
Greece | Greek
Guatemala | Guatemalan
Guinea | Guinean
Guinea-Bissau | Bissau-Guinean
Guyana | Guyanese
Haiti | Haitian
Holy See, Vatican
Honduras | Honduran
Hungary | Hungarian
Iceland | Icelandic
India | Indian
Indonesia | Indonesian
Iran | Iranian
Iraq | Iraqi
Ireland | Irish
Israel | Israeli
Italy | Italian
Jamaica | Jamaican
Japan | Japanese
Jordan | Jordanian
Kazakhstan | Kazakh
Kenya | Kenyan
Kosovo | Kosovar
Kuwait | Kuwaiti
Kyrgyzstan | Kyrgyz
Laos | Lao, Laotian
Latvia | Latvian
Lebanon | Lebanese
Lesotho | Basotho
Liberia | Liberian
Libya | Libyan
Liechtenstein
Lithuania | Lithuanian
Luxembourg | Luxembourgish
Madagascar | Malagasy
Malawi | Malawian
Malaysia | Malaysian
Maldives | Maldivian
Mali | Malian
Malta | Maltese
Mauritania | Mauritanian
Mauritius | Mauritian
Mexico | Mexican
Moldova, Republic of Moldova | Moldovan
Monaco | Monegasque
Mongolia | Mongolian
Montenegro | Montenegrin
Morocco | Moroccan
Mozambique | Mozambican
Myanmar, Burma | Burmese
Namibia | Namibian
Nepal | Nepali, Nepalese
Netherlands, Holland | Dutch
New Zealand | New Zealander
Nicaragua | Nicaraguan
Niger | Nigerien
Nigeria | Nigerian
North Korea, Democratic People's Republic of Korea | DPRK, North Korean
North Macedonia | North Macedonian, Macedonian
Norway | Norwegian
Oman | Omani
Pakistan | Pakistani
Palestine | Palestinian
Panama | Panamanian
Papua New Guinea | Papua New Guinean
Paraguay | Paraguayan
Peru | Peruvian
Philippines | Philippine, Filipino
Poland | Polish
Portugal | Portuguese
Qatar | Qatari
Republic of Korea, South Korea, Korea | South Korean, Korean, ROK
Republic of the Congo, Congo | Congolese
Romania | Romanian
Russia, Russian Federation | Russian
Rwanda | Rwandan
San Marino | Sammarinese
Saudi Arabia | Saudi, Saudi Arabian
Senegal | Senegalese
Serbia | Serbian
Sierra Leone | Sierra Leonean
Singapore | Singaporean
Slovakia, Slovak Republic | Slovak, Slovakian
Slovenia | Slovenian, Slovene
Somalia | Somali
South Africa | South African
South Sudan | South Sudanese
Spain | Spanish
Sri Lanka | Sri Lankan
Sudan | Sudanese
Suriname | Surinamese
Sweden | Swedish
Switzerland | Swiss
Syria | Syrian
Taiwan | Taiwanese
Tajikistan | Tajik
Tanzania | Tanzanian
Thailand | Thai
Togo | Togolese
Trinidad and Tobago | Trinidadian
Tunisia | Tunisian
Türkiye, Turkey | Turkish
Turkmenistan | Turkmen
Uganda | Ugandan
Ukraine | Ukrainian
United Arab Emirates, UAE | Emirati
United Kingdom, UK, Britain, Great Britain | British
United Nations | UN
United States, United States of America, USA, US, America | American
Uruguay | Uruguayan
Uzbekistan | Uzbek
Venezuela | Venezuelan
Vietnam, Viet Nam | Vietnamese
Yemen | Yemeni
Zambia | Zambian
Zimbabwe | Zimbabwean
"""
